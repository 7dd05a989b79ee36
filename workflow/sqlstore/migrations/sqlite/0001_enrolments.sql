-- Which of these files were applied.
CREATE TABLE {migrations} (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

-- One row for each enrolment: what an append compares and sets, and what lists select by.
CREATE TABLE {enrolments} (
    key INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL COLLATE BINARY UNIQUE,
    last INTEGER NOT NULL,
    learner TEXT NOT NULL COLLATE BINARY,
    framework TEXT NOT NULL COLLATE BINARY,
    category TEXT NOT NULL COLLATE BINARY,
    status TEXT NOT NULL COLLATE BINARY,
    trial INTEGER NOT NULL,
    good_until INTEGER,
    summary BLOB NOT NULL
);

CREATE INDEX {enrolments_by_learner} ON {enrolments} (learner, id) WHERE learner <> '';

CREATE INDEX {enrolments_by_framework} ON {enrolments} (framework, id) WHERE learner <> '';

-- What very many records have in common, once. The key follows from the content.
CREATE TABLE {headings} (
    key INTEGER NOT NULL PRIMARY KEY,
    format INTEGER NOT NULL,
    kind TEXT NOT NULL,
    framework TEXT NOT NULL,
    version TEXT NOT NULL,
    framework_digest BLOB NOT NULL,
    policy_digest BLOB NOT NULL,
    centre TEXT NOT NULL
);

-- Times are microseconds since 1970-01-01 00:00 UTC. The body holds the command's
-- digest, actor, request, register and events, packed; without a heading, also what stands in one.
CREATE TABLE {records} (
    enrolment INTEGER NOT NULL REFERENCES {enrolments} (key),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    heading INTEGER REFERENCES {headings} (key),
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (enrolment, seq)
) WITHOUT ROWID;

-- What people wrote, apart, so that it can be removed while the record stays.
CREATE TABLE {texts} (
    enrolment INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    place INTEGER NOT NULL,
    digest BLOB NOT NULL,
    salt BLOB NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (enrolment, seq, place),
    FOREIGN KEY (enrolment, seq) REFERENCES {records} (enrolment, seq)
) WITHOUT ROWID;

-- Who and what a summary names: 1 centres, 2 deciders, 3 supervisors, 4 serials, 5 those asked for something, 6 contributors.
CREATE TABLE {mentions} (
    kind INTEGER NOT NULL,
    who TEXT NOT NULL COLLATE BINARY,
    enrolment TEXT NOT NULL COLLATE BINARY REFERENCES {enrolments} (id),
    PRIMARY KEY (kind, who, enrolment)
) WITHOUT ROWID;

CREATE INDEX {mentions_by_enrolment} ON {mentions} (enrolment);
