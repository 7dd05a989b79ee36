package proficiency

import _ "embed" // the schemas

var (
	//go:embed framework.schema.json
	frameworkSchema string
	//go:embed lifecycle.schema.json
	lifecycleSchema string
	//go:embed migration.schema.json
	migrationSchema string
)

// Schema is the JSON Schema (draft-07) of a framework's file, for editors: it
// completes keys and explains them. [Parse] judges without it and more
// strictly, since a schema knows the shape of a file and not its meaning.
func Schema() []byte { return []byte(frameworkSchema) }

// LifecycleSchema is the JSON Schema (draft-07) of a lifecycle.yaml, for editors.
func LifecycleSchema() []byte { return []byte(lifecycleSchema) }

// MigrationSchema is the JSON Schema (draft-07) of a migration's file, for
// editors. [ParseMigration] judges without it, and by the versions between
// which the migration stands.
func MigrationSchema() []byte { return []byte(migrationSchema) }
