module github.com/countersign-go/countersign/proficiency/tools

go 1.25

// The library itself comes from the workspace; it is required here from its first released version on.

require gopkg.in/yaml.v3 v3.0.1 // indirect
