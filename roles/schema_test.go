package roles

import (
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/countersign-go/countersign/proficiency/source"
)

// schemaNode is what these tests read of a schema. What the schema refuses and
// takes is held to Parse in package proficiency, which has the validator.
type schemaNode struct {
	Properties       map[string]*schemaNode
	Definitions      map[string]*schemaNode
	Required         []string
	Enum             []string
	EnumDescriptions []string
	Items            *schemaNode
	Default          any
	Maximum          int
	MaxItems         int
}

func readSchema(t *testing.T) *schemaNode {
	t.Helper()
	s := &schemaNode{}
	if err := json.Unmarshal(Schema(), s); err != nil {
		t.Fatal(err)
	}
	return s
}

// Schema and reader know the same keys, and require the same of them.
func TestSchemaHasTheKeysOfTheShapes(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	shapes := map[string]*source.Shape{
		"role": &roleShape, "appointment_rule": &appointShape, "enrolment": &enrolmentShape, "centre_kind": &kindShape, "reminders": &remindersShape,
	}
	if len(shapes) != len(s.Definitions) {
		t.Errorf("%d shapes, %d definitions", len(shapes), len(s.Definitions))
	}
	same := func(name string, shape *source.Shape, d *schemaNode) {
		keys := []string{}
		for key := range d.Properties {
			keys = append(keys, key)
		}
		sorted := cmpopts.SortSlices(strings.Compare)
		if diff := cmp.Diff(slices.Concat(shape.Required, shape.Optional), keys, sorted); diff != "" {
			t.Errorf("keys of %s (-reader +schema):\n%s", name, diff)
		}
		if diff := cmp.Diff(shape.Required, d.Required, sorted, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s requires (-reader +schema):\n%s", name, diff)
		}
	}
	same("the policy", &policyShape, s)
	for name, shape := range shapes {
		if s.Definitions[name] == nil {
			t.Errorf("no definition of %s", name)
			continue
		}
		same(name, shape, s.Definitions[name])
	}
}

// The closed lists are those of the reader, each word explained.
func TestSchemaHasTheClosedLists(t *testing.T) {
	t.Parallel()
	d := readSchema(t).Definitions
	var uses []string
	for _, u := range Capabilities() {
		uses = append(uses, strings.ToUpper(u.For[:1])+u.For[1:]+".")
	}
	capabilities := d["role"].Properties["capabilities"].Items
	for name, c := range map[string]struct {
		node *schemaNode
		want []string
	}{
		"capabilities":       {capabilities, capabilityNames()},
		"capability":         {d["appointment_rule"].Properties["capability"], appointing},
		"comes_from":         {d["role"].Properties["comes_from"], []string{string(ByAppointment), string(ByHost), string(ByEnrolment)}},
		"kind":               {d["centre_kind"].Properties["kind"], centreKinds},
		"auto_upgrade":       {readSchema(t).Properties["auto_upgrade"], autoUpgrades},
		"unless_delegate_of": {d["centre_kind"].Properties["unless_delegate_of"].Items, centreKinds},
	} {
		if diff := cmp.Diff(c.want, c.node.Enum); diff != "" {
			t.Errorf("%s (-reader +schema):\n%s", name, diff)
		}
		if len(c.node.EnumDescriptions) != len(c.want) || slices.Contains(c.node.EnumDescriptions, "") {
			t.Errorf("%s does not explain each word", name)
		}
	}
	if diff := cmp.Diff(uses, capabilities.EnumDescriptions); diff != "" {
		t.Errorf("what capabilities are for (-library +schema):\n%s", diff)
	}
}

func TestSchemaHasTheBounds(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	role, reminders := s.Definitions["role"].Properties, s.Definitions["reminders"].Properties
	for name, pair := range map[string][2]any{
		"roles":                 {MaxRoles, s.Properties["roles"].MaxItems},
		"may_take":              {MaxRoles, role["may_take"].MaxItems},
		"rank":                  {maxRank, role["rank"].Maximum},
		"confirmation_hours":    {maxHours, reminders["confirmation_hours"].Maximum},
		"a confirmation's hour": {float64(confirmationHours), reminders["confirmation_hours"].Default},
		"a sign-off's hours":    {float64(signOffHours), reminders["sign_off_hours"].Default},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v in the reader, %v in the schema", name, pair[0], pair[1])
		}
	}
}

// Editors find the schema by the first line of what comes with the library.
func TestShippedPoliciesNameTheSchema(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(FS(), "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(string(src), "\n"); first != "# yaml-language-server: $schema=policy.schema.json" {
			t.Errorf("%s begins with %q", name, first)
		}
	}
}

func TestSchemaIsACopy(t *testing.T) {
	t.Parallel()
	clear(Schema())
	if !json.Valid(Schema()) {
		t.Error("the schema can be changed from outside")
	}
}
