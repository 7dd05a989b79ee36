-- One row for each centre that has a register of appointments: what an append compares and sets.
CREATE TABLE {register_centres} (
    key INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL COLLATE BINARY UNIQUE,
    last INTEGER NOT NULL
);

-- Times are microseconds since 1970-01-01 00:00 UTC. The list of people is JSON.
CREATE TABLE {register_records} (
    centre INTEGER NOT NULL REFERENCES {register_centres} (key),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    format INTEGER NOT NULL,
    actor TEXT NOT NULL,
    held TEXT NOT NULL,
    request TEXT NOT NULL,
    act BLOB NOT NULL,
    kind TEXT NOT NULL,
    policy BLOB NOT NULL,
    people BLOB NOT NULL,
    events BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (centre, seq)
) WITHOUT ROWID;

-- Where a person is mentioned.
CREATE TABLE {register_people} (
    person TEXT NOT NULL COLLATE BINARY,
    centre TEXT NOT NULL COLLATE BINARY REFERENCES {register_centres} (id),
    PRIMARY KEY (person, centre)
) WITHOUT ROWID;
