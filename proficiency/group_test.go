package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRuleOfSections(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	for section, want := range map[SectionID]Rule{
		"contract":          {RuleAll, 0, spot(t, 30, "id:")},
		"procedures":        {RuleAtLeast, 2, spot(t, 62, "{")},
		"procedures-airway": {RuleAll, 0, spot(t, 69, "all")},
		"teaching":          {RulePoints, 10, spot(t, 75, "{")},
	} {
		assert.Equal(t, want, fw.Section(section).Rule(), section)
	}
	assert.Equal(t, ListOf(fw.Section("procedures"), fw.Section("teaching")), fw.Groups())
	assert.Zero(t, everything(t).Groups().Len())
}

func TestGroupAndPointsOfItems(t *testing.T) {
	t.Parallel()
	fw := wardSkills(t)
	assert.Nil(t, fw.Item("compressions").Group())
	assert.Same(t, fw.Section("procedures"), fw.Item("cannula").Group())
	assert.Same(t, fw.Section("procedures"), fw.Item("suction").Group(), "at any depth")
	lecture := fw.Item("lecture")
	assert.Same(t, fw.Section("teaching"), lecture.Group())
	assert.Same(t, lecture.Group(), lecture.Choice(), "an optional section may be a group")
	for item, want := range map[ItemID]int{"lecture": 8, "poster": 1, "cannula": 1, "compressions": 1} {
		assert.Equal(t, want, fw.Item(item).Points(), item)
	}
}
