package workflow_test

import "github.com/countersign-go/countersign/workflow"

// repeated are the answers that would say the same once more.
func repeated(replies []workflow.Reply) (out []workflow.Given) {
	for i := range replies {
		out = append(out, replies[i].Given())
	}
	return out
}

// withoutComments are answers with their dates, and nothing else.
func withoutComments(replies []workflow.Reply) (out []workflow.Given) {
	for _, g := range repeated(replies) {
		g.Comment = ""
		out = append(out, g)
	}
	return out
}
