-- The place of each record in the feed: the greater one of the number of the transaction that
-- wrote it and the place of the enrolment's record before it. What was there before this has
-- places before all transactions.
ALTER TABLE {enrolments} ADD COLUMN position bigint NOT NULL DEFAULT 0;

ALTER TABLE {records} ADD COLUMN position bigint NOT NULL DEFAULT 0;

UPDATE {records} SET position = n.position
    FROM (SELECT enrolment, seq, row_number() OVER (ORDER BY enrolment, seq) - 1 - count(*) OVER () AS position FROM {records}) AS n
    WHERE n.enrolment = {records}.enrolment AND n.seq = {records}.seq;

ALTER TABLE {records} ALTER COLUMN position DROP DEFAULT;

CREATE INDEX ON {records} (position);
