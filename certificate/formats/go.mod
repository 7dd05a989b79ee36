module github.com/countersign-go/countersign/certificate/formats

go 1.25.0

// The library itself comes from the workspace; it is required here from its first released version on.

require (
	github.com/go-fonts/liberation v0.3.3
	github.com/go-text/typesetting v0.3.5
	github.com/google/go-cmp v0.7.0
	github.com/piprate/json-gold v0.9.1
	github.com/stretchr/testify v1.11.1
	golang.org/x/text v0.41.0
	rsc.io/qr v0.2.0
)

require (
	github.com/cayleygraph/quad v1.3.0 // indirect
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	github.com/pquerna/cachecontrol v0.2.0 // indirect
	golang.org/x/image v0.23.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
