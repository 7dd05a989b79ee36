// Package countersign is the front door of a library that a learning platform
// embeds to run proficiency frameworks: a learner self-assesses each
// proficiency, an assessor countersigns it or sends it back with an action
// plan, an educator signs off the whole, and a certificate that anyone can
// check comes out.
//
// There is nothing to call here. The work is done by five packages, each of
// which imports only those before it:
//
//   - [github.com/countersign-go/countersign/proficiency] reads and checks a
//     framework: what is asked, on which scale, and who confirms it.
//   - [github.com/countersign-go/countersign/frameworks] holds the frameworks
//     that come with the library.
//   - [github.com/countersign-go/countersign/roles] decides who may do what,
//     and where, by a policy that is data.
//   - [github.com/countersign-go/countersign/workflow] keeps one stream of
//     records per learner and framework, and decides every command on it.
//   - [github.com/countersign-go/countersign/certificate] turns a record that
//     was signed off into text and HTML.
//
// Start with the engine in package workflow and a framework from package
// frameworks; the program in examples/quickstart walks through the whole
// journey and explains each step as it goes.
package countersign
