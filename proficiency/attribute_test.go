package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func handCareByRole(t *testing.T) *Framework {
	t.Helper()
	fw, findings := parseTestdata(t, "testdata/ok/attributes.yaml")
	require.Empty(t, findings)
	return fw
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	fw := handCareByRole(t)
	require.Equal(t, 2, fw.Attributes().Len())
	place, role := fw.Attributes().At(0), fw.Attributes().At(1)
	assert.Equal(t, AttributeID("place"), place.ID(), "in order of ids, not of the file")
	assert.Equal(t, "Place of work", place.Label())
	assert.Equal(t, []Value{{"ward", "Ward"}, {"clinic", "Clinic"}, {"home", "At home"}}, slices.Collect(place.Values().Values()), "in the file's order")
	assert.Equal(t, 16, place.Position().Line)
	assert.Same(t, role, fw.Attribute("role"))
	assert.Nil(t, fw.Attribute("grade"))
	v, ok := role.Value("office")
	assert.Equal(t, Value{"office", "In the office"}, v)
	assert.True(t, ok)
	_, ok = role.Value("ward")
	assert.False(t, ok, "a value of another attribute")
	assert.Zero(t, wardSkills(t).Attributes().Len())
}

func TestApplies(t *testing.T) {
	t.Parallel()
	fw := handCareByRole(t)
	under := func(role, place ValueID) (ids []ItemID) {
		for it := range fw.Items().Values() {
			if it.Applies([]Setting{{"role", role}, {"place", place}}) {
				ids = append(ids, it.ID())
			}
		}
		return ids
	}
	assert.Equal(t, []ItemID{"wash-wet", "wash-gel", "gloves-choose", "gloves-sterile"}, under("clinical", "ward"))
	assert.Equal(t, []ItemID{"wash-wet", "wash-gel", "gloves-choose"}, under("clinical", "clinic"))
	assert.Equal(t, []ItemID{"wash-wet", "wash-gel"}, under("clinical", "home"))
	assert.Equal(t, []ItemID{"wash-wet"}, under("office", "ward"))

	sterile := fw.Item("gloves-sterile")
	assert.True(t, sterile.Applies(nil), "nobody is let off by what is not known")
	assert.True(t, sterile.Applies([]Setting{{"grade", "a"}}))
	assert.False(t, sterile.Applies([]Setting{{"role", "office"}}), "what is known is enough")
}

// What an item must meet is what stands around it, outermost first, and then its own.
func TestConditions(t *testing.T) {
	t.Parallel()
	fw := handCareByRole(t)
	section, item := fw.Section("gloves").AppliesTo(), fw.Item("gloves-sterile").AppliesTo()
	require.Equal(t, 2, section.Len())
	require.Equal(t, 3, item.Len())
	assert.Equal(t, section.At(0), item.At(0))
	assert.Equal(t, section.At(1), item.At(1))
	assert.Equal(t, AttributeID("place"), section.At(0).Attribute)
	assert.Equal(t, []ValueID{"clinic", "ward"}, slices.Collect(section.At(0).Values.Values()), "in order, whatever the file says")
	assert.Equal(t, 32, section.At(0).Position.Line)
	assert.Equal(t, 35, item.At(2).Position.Line)
	assert.Zero(t, fw.Item("wash-wet").AppliesTo().Len())

	unmet := fw.Item("gloves-sterile").Unmet([]Setting{{"role", "clinical"}, {"place", "clinic"}})
	require.NotNil(t, unmet)
	assert.Equal(t, item.At(2), *unmet, "the first that does not hold")
	assert.Nil(t, fw.Item("gloves-sterile").Unmet([]Setting{{"role", "clinical"}, {"place", "ward"}}))
	assert.True(t, unmet.Holds([]Setting{{"place", "ward"}}))
	assert.False(t, unmet.Holds([]Setting{{"place", "home"}}))
	assert.True(t, unmet.Holds([]Setting{{"role", "office"}}))
}
