-- What lists find an enrolment by changes less often than the rest: named is a digest of it.
ALTER TABLE {enrolments} ADD COLUMN named bytea NOT NULL DEFAULT '';
