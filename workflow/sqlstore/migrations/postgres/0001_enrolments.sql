-- Which of these files were applied.
CREATE TABLE {migrations} (
    version bigint NOT NULL PRIMARY KEY,
    name text NOT NULL
);

-- One row for each enrolment: what an append compares and sets, and what lists select by.
-- Only an append changes it, and mostly none of the indexed columns: the room left
-- in each page keeps that from touching the indexes.
CREATE TABLE {enrolments} (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    key bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    last bigint NOT NULL,
    learner text COLLATE "C" NOT NULL,
    framework text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    trial boolean NOT NULL,
    good_until bigint,
    summary bytea NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX ON {enrolments} (learner, id) WHERE learner <> '';

CREATE INDEX ON {enrolments} (framework, id) WHERE learner <> '';

-- What very many records have in common, once. The key follows from the content.
CREATE TABLE {headings} (
    key integer NOT NULL PRIMARY KEY,
    format bigint NOT NULL,
    kind text NOT NULL,
    framework text NOT NULL,
    version text NOT NULL,
    framework_digest bytea NOT NULL,
    policy_digest bytea NOT NULL,
    centre text NOT NULL
);

-- Times are microseconds since 1970-01-01 00:00 UTC. The body holds the command's
-- digest, actor, request, register and events, packed; without a heading, also what stands
-- in one. The heading is there: it was stored before, and none is ever deleted. Whoever appends looks
-- all the same, and gives -1 where it was lost when the database went back to a backup. A foreign key
-- would find that at the price of a lock on the heading's row, which all appends share.
CREATE TABLE {records} (
    enrolment bigint NOT NULL REFERENCES {enrolments} (key),
    seq bigint NOT NULL,
    at bigint NOT NULL,
    heading integer CHECK (heading >= 0),
    hash bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (enrolment, seq)
);

-- What people wrote, apart, so that it can be removed while the record stays.
CREATE TABLE {texts} (
    enrolment bigint NOT NULL,
    seq bigint NOT NULL,
    place bigint NOT NULL,
    digest bytea NOT NULL,
    salt bytea NOT NULL,
    words bytea NOT NULL,
    PRIMARY KEY (enrolment, seq, place),
    FOREIGN KEY (enrolment, seq) REFERENCES {records} (enrolment, seq)
);

-- Who and what a summary names: 1 centres, 2 deciders, 3 supervisors, 4 serials, 5 those asked for something, 6 contributors.
CREATE TABLE {mentions} (
    enrolment text COLLATE "C" NOT NULL REFERENCES {enrolments} (id),
    kind smallint NOT NULL,
    who text COLLATE "C" NOT NULL,
    PRIMARY KEY (enrolment, kind, who)
);

CREATE INDEX ON {mentions} (kind, who, enrolment);
