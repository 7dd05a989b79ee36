-- What an engine made of an enrolment's records up to the one numbered last: it
-- follows from them, and a row may be deleted at any time.
CREATE TABLE {snapshots} (
    enrolment bigint NOT NULL PRIMARY KEY REFERENCES {enrolments} (key),
    last bigint NOT NULL,
    state bytea NOT NULL
);
