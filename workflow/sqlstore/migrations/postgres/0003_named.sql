-- What a summary names changes less often than the summary: named is a digest of
-- its mentions, and renamed says whether the last append changed them.
ALTER TABLE {enrolments} ADD COLUMN named bytea NOT NULL DEFAULT '';

ALTER TABLE {enrolments} ADD COLUMN renamed boolean NOT NULL DEFAULT false;
