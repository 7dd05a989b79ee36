-- One row for each centre that has a register of appointments: what an append compares and sets.
CREATE TABLE {register_centres} (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    key bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    last bigint NOT NULL
);

-- Times are microseconds since 1970-01-01 00:00 UTC. The list of people is JSON.
CREATE TABLE {register_records} (
    centre bigint NOT NULL REFERENCES {register_centres} (key),
    seq bigint NOT NULL,
    at bigint NOT NULL,
    format bigint NOT NULL,
    actor text NOT NULL,
    held text NOT NULL,
    request text NOT NULL,
    act bytea NOT NULL,
    kind text NOT NULL,
    policy bytea NOT NULL,
    people bytea NOT NULL,
    events bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (centre, seq)
);

-- Where a person is mentioned.
CREATE TABLE {register_people} (
    person text COLLATE "C" NOT NULL,
    centre text COLLATE "C" NOT NULL REFERENCES {register_centres} (id),
    PRIMARY KEY (person, centre)
);
