package roles

import _ "embed" // the schema

//go:embed policy.schema.json
var policySchema string

// Schema is the JSON Schema (draft-07) of a policy's file, for editors: it
// completes keys and explains them. [Parse] judges without it and more
// strictly, since a schema knows the shape of a file and not its meaning.
func Schema() []byte { return []byte(policySchema) }
