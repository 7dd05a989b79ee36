-- What a summary names changes less often than the summary: named is a digest of
-- its mentions, and renamed says whether the last append changed them.
ALTER TABLE {enrolments} ADD COLUMN named BLOB NOT NULL DEFAULT x'';

ALTER TABLE {enrolments} ADD COLUMN renamed INTEGER NOT NULL DEFAULT 0;
