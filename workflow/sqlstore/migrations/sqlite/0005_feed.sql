-- The place of each record in the feed: they are counted as they are written, those of one
-- append together.
ALTER TABLE {enrolments} ADD COLUMN position INTEGER NOT NULL DEFAULT 0;

ALTER TABLE {records} ADD COLUMN position INTEGER NOT NULL DEFAULT 0;

UPDATE {records} SET position = n.position
    FROM (SELECT enrolment, seq, row_number() OVER (ORDER BY enrolment, seq) AS position FROM {records}) AS n
    WHERE n.enrolment = {records}.enrolment AND n.seq = {records}.seq;

CREATE INDEX {records_by_position} ON {records} (position);
