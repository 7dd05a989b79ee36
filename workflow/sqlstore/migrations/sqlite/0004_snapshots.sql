-- What an engine made of an enrolment's records up to the one numbered last: it
-- follows from them, and a row may be deleted at any time.
CREATE TABLE {snapshots} (
    enrolment INTEGER NOT NULL PRIMARY KEY REFERENCES {enrolments} (key),
    last INTEGER NOT NULL,
    state BLOB NOT NULL
);
