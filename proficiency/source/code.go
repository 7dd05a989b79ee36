package source

// Codes of findings about a file's bytes and its YAML.
const (
	CodeTooLarge         = "too-large"
	CodeEncoding         = "encoding"
	CodeControl          = "control-character"
	CodeSyntax           = "syntax"
	CodeEmptyDocument    = "empty-document"
	CodeSeveralDocuments = "several-documents"
	CodeTooDeep          = "too-deep"
	CodeTooManyNodes     = "too-many-nodes"
	CodeTooLong          = "too-long"
	CodeAlias            = "alias"
	CodeTag              = "tag"
	CodeTooManyFindings  = "too-many-findings"
)

// Codes of findings about a file's shape: which keys and what type of value.
const (
	CodeUnknownKey   = "unknown-key"
	CodeDuplicateKey = "duplicate-key"
	CodeMissingKey   = "missing-key"
	CodeBadKey       = "bad-key"
	CodeMergeKey     = "merge-key"
	CodeWrongType    = "wrong-type"
	CodeOutOfRange   = "out-of-range"
	CodeEmpty        = "empty"
)

// ReadingCodes are the codes of what [Read] finds.
func ReadingCodes() []string {
	return []string{
		CodeTooLarge, CodeEncoding, CodeControl, CodeSyntax, CodeEmptyDocument, CodeSeveralDocuments,
		CodeTooDeep, CodeTooManyNodes, CodeTooLong, CodeAlias, CodeTag, CodeTooManyFindings,
	}
}

// ShapeCodes are the codes of what the methods of [Node] find.
func ShapeCodes() []string {
	return []string{
		CodeUnknownKey, CodeDuplicateKey, CodeMissingKey, CodeBadKey, CodeMergeKey,
		CodeWrongType, CodeOutOfRange, CodeEmpty,
	}
}
