// Package canonical gives content and records one byte form, so that a digest
// of it means the same for ever and in every program.
//
// The form is JSON as the JSON Canonicalization Scheme writes it (RFC 8785),
// restricted to what records need: objects, arrays, strings, booleans, null
// and integers of at most 53 bits. [Append] writes it, [Transform] brings any
// JSON text into it and refuses what is not strict JSON, [Check] holds a text
// to it, [Sum] digests bytes, and [Chain] links each digest to the one before.
//
// Whoever writes much of it, and knows the order of the members, builds it
// with [AppendString], [AppendInt] and [AppendBool], which allocate nothing;
// a test with Check shows that the order is right. Append never writes null:
// in content and records what is absent is left out.
package canonical
