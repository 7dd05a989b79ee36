package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
	"github.com/countersign-go/countersign/roles"
)

func rolesGraph(flags *flag.FlagSet) action { return onPolicy(flags, graph) }

// graph is a Mermaid flowchart (mermaid.js.org, flowchart) of who may appoint
// (full arrows), take (dotted) and end (crossed) whom. Nodes have numbers of
// their own, since an id such as end would be a word of Mermaid.
func graph(p *policy) string {
	g := &flowchart{nodes: map[roles.RoleID]string{}}
	g.b.WriteString("flowchart TD\n")
	for r := range p.Roles().Values() {
		g.node(r)
	}
	for r := range p.Roles().Values() {
		for rule := range r.Appoints().Values() {
			g.arrows(r, rule.Roles, "-->", "appoints"+conditions(rule))
		}
		g.arrows(r, r.MayTake(), "-.->", "may take")
		g.ends(r)
	}
	return g.b.String()
}

type flowchart struct {
	b     strings.Builder
	nodes map[roles.RoleID]string
}

func (g *flowchart) node(r *roles.Role) {
	n := fmt.Sprintf("role%d", len(g.nodes)+1)
	g.nodes[r.ID()] = n
	about := string(r.ID())
	if r.Rank() > 0 {
		about += fmt.Sprintf(", rank %d", r.Rank())
	}
	if r.Origin() != roles.ByAppointment {
		about += ", by " + string(r.Origin())
	}
	fmt.Fprintf(&g.b, "    %s[\"%s<br>%s\"]\n", n, render.MermaidText(r.Title()), render.MermaidText(about))
}

// ends draws one arrow to each role that r may revoke or suspend.
func (g *flowchart) ends(r *roles.Role) {
	for id := range r.Revokes().Values() {
		what := "revokes"
		if r.Suspends().Has(id) {
			what = "revokes and suspends"
		}
		g.arrow(r.ID(), id, "--x", what)
	}
	for id := range r.Suspends().Values() {
		if !r.Revokes().Has(id) {
			g.arrow(r.ID(), id, "--x", "suspends")
		}
	}
}

func (g *flowchart) arrows(from *roles.Role, to proficiency.Roles, line, label string) {
	for id := range to.Values() {
		g.arrow(from.ID(), id, line, label)
	}
}

func (g *flowchart) arrow(from, to roles.RoleID, line, label string) {
	fmt.Fprintf(&g.b, "    %s %s|\"%s\"| %s\n", g.nodes[from], line, render.MermaidText(label), g.nodes[to])
}

// conditions are those of a rule, in few words.
func conditions(rule roles.AppointRule) string {
	words := ""
	for _, c := range []struct {
		asked bool
		words string
	}{
		{rule.OnStaffList, "on own staff list"},
		{rule.Attestation, "attested"},
		{rule.OnlyWhileNoneInForce, "while none is in force"},
	} {
		if c.asked {
			words += ", " + c.words
		}
	}
	return words
}
