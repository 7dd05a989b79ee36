package proficiency

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

func everything(t *testing.T) *Framework {
	t.Helper()
	fw, findings := parseTestdata(t, "testdata/ok/everything.yaml")
	require.Empty(t, findings)
	return fw
}

func at(line, col int) source.Position {
	return source.Position{File: "everything.yaml", Line: line, Col: col}
}

func TestParseHead(t *testing.T) {
	t.Parallel()
	fw := everything(t)
	assert.Equal(t, "hand-care@2.10.3", fw.Ref().String())
	assert.Equal(t, "For **everyone** on the ward.\n\n- wash\n- dry", fw.Description(), "without the block's last line break")
	assert.Equal(t, Category("clinical"), fw.Category())
	assert.Equal(t, "cy", fw.Language())
	assert.Equal(t, Vocabulary{"competency", "competencies"}, fw.Vocabulary())
	assert.Equal(t, ListOf(Kind{"skill", "Skill"}, Kind{"promise", "Promise"}), fw.Kinds())
	assert.Equal(t, Statement{"I have shown all of this.", at(31, 22)}, fw.SignOff().Learner)
	assert.Equal(t, Statement{"I have seen the record and agree with it.", at(32, 24)}, fw.SignOff().Signatory)
	assert.Equal(t, Roles{ListOf[RoleID]("educator-manager"), at(30, 7)}, fw.SignOff().By)
	assert.Equal(t, Statement{"I will answer honestly.", at(35, 14)}, fw.Declaration())
	assert.Equal(t, Enrolment{true, at(36, 19)}, fw.Enrolment())
	assert.Equal(t, Minimum{2, at(37, 19)}, fw.MinimumOptional())
	assert.Equal(t, at(2, 1), fw.Position())
	assert.Equal(t, ListOf(Answer{"low", "Low", false}, Answer{"high", "High", false}), fw.Scale("feeling").Answers())
	assert.True(t, fw.Scale("feeling").Meets("low"), "no answer is marked")
	assert.False(t, fw.Scale("practice").Meets("learning"))
}

func TestParseDefaults(t *testing.T) {
	t.Parallel()
	fw, findings := parseTestdata(t, "testdata/ok/smallest.yaml")
	require.Empty(t, findings)
	assert.Equal(t, "en-GB", fw.Language())
	assert.Equal(t, Vocabulary{"proficiency", "proficiencies"}, fw.Vocabulary())
	assert.Equal(t, ListOf(Kind{"knowledge", "Knowledge"}, Kind{"skill", "Skill"}, Kind{"agreement", "Agreement"}), fw.Kinds())
	assert.Equal(t, Enrolment{false, source.Position{File: "smallest.yaml", Line: 1, Col: 1}}, fw.Enrolment())
	assert.Equal(t, Minimum{}, fw.MinimumOptional())
	assert.False(t, fw.Declaration().Asked())
}

func TestParseItems(t *testing.T) {
	t.Parallel()
	fw := everything(t)
	var ids []string
	for it := range fw.Items().Values() {
		ids = append(ids, string(it.ID()))
	}
	assert.Equal(t, "contract-learner wash-wet wash-gel wash-feel wash-rings wash-deeper dry-towel", strings.Join(ids, " "),
		"a section's own come first, wherever its keys stand")

	wet := fw.Item("wash-wet")
	assert.Equal(t, "017", wet.Number())
	assert.Equal(t, ListOf("soap", "water"), wet.Tags())
	assert.Equal(t, ListOf(Resource{"A poster", "https://example.org/poster"}), wet.Resources())
	assert.Equal(t, Roles{ListOf[RoleID]("assessor"), at(69, 23)}, wet.ConfirmedBy(), "its own")
	assert.Equal(t, at(64, 9), wet.Position())
	assert.Equal(t, 1, wet.Questions().Len())
	assert.Equal(t, wet.Position(), wet.Question("").Position())

	gel := fw.Item("wash-gel")
	assert.True(t, gel.Optional())
	assert.Nil(t, gel.Choice())
	assert.Equal(t, Roles{ListOf[RoleID]("assessor", "educator-manager"), at(28, 43)}, gel.ConfirmedBy(), "the framework's")
	assert.Equal(t, KindID("skill"), gel.Kind())

	contract := fw.Item("contract-learner")
	assert.Equal(t, KindID("promise"), contract.Kind(), "the section's")
	assert.Equal(t, ScaleID("consent"), contract.Question("").Scale().ID())
	assert.Equal(t, 2, contract.ConfirmedBy().Len(), "what the section does not say, the framework does")

	deeper := fw.Item("wash-deeper")
	assert.Equal(t, ListOf[RoleID]("educator-manager"), deeper.ConfirmedBy().List, "the nearest section's that says it")

	feel := fw.Item("wash-feel")
	assert.Equal(t, 2, feel.Questions().Len())
	assert.Equal(t, ScaleID("practice"), feel.Question("sure").Scale().ID(), "by default")
	assert.Equal(t, ScaleID("feeling"), feel.Question("feel").Scale().ID())
	assert.True(t, feel.Question("sure").Required())
	assert.False(t, feel.Question("feel").Required())
	assert.Nil(t, feel.Question(""))

	towel := fw.Item("dry-towel")
	assert.True(t, towel.Optional())
	assert.Equal(t, SectionID("drying"), towel.Choice().ID())
}

func TestParseGates(t *testing.T) {
	t.Parallel()
	fw := everything(t)
	for item, want := range map[ItemID]string{
		"contract-learner": "",
		"wash-wet":         "contract", // what stands in the section itself is behind no gate inside it
		"wash-rings":       "contract",
		"wash-deeper":      "contract wash-contract",
		"dry-towel":        "contract",
	} {
		var got []string
		for g := range fw.Item(item).Gates().Values() {
			got = append(got, string(g.ID()))
		}
		assert.Equal(t, want, strings.Join(got, " "), item)
	}
}

// Several gates beside one another open at once, whatever stands inside them.
func TestGatesDoNotLockOneAnother(t *testing.T) {
	t.Parallel()
	fw, findings := Parse("f.yaml", []byte(generatedHead+`
sections:
  - id: a
    title: A
    gate: true
    sections:
      - {id: a-gate, title: AG, gate: true, proficiencies: [{id: i1, statement: S}]}
      - {id: a-rest, title: AR, proficiencies: [{id: i2, statement: S}]}
  - {id: b, title: B, gate: true, proficiencies: [{id: i3, statement: S}]}
  - {id: c, title: C, proficiencies: [{id: i4, statement: S}]}
`))
	require.NoError(t, findings.Err())
	gates := func(id ItemID) (ids []SectionID) {
		for g := range fw.Item(id).Gates().Values() {
			ids = append(ids, g.ID())
		}
		return ids
	}
	assert.Empty(t, gates("i1"))
	assert.Equal(t, []SectionID{"a-gate"}, gates("i2"))
	assert.Empty(t, gates("i3"))
	assert.Equal(t, []SectionID{"a", "b"}, gates("i4"))
}

func TestLoad(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"wards/seven.yaml": {Data: []byte(largeFramework(3))}, "broken.yaml": {Data: []byte("id: [")}}
	fw, findings, err := Load(fsys, "wards/seven.yaml")
	require.NoError(t, err)
	require.NoError(t, findings.Err())
	assert.Equal(t, "wards/seven.yaml", fw.Position().File)

	fw, findings, err = Load(fsys, "broken.yaml")
	require.NoError(t, err, "what is in the file is no failure to read it")
	assert.Nil(t, fw)
	assert.Len(t, findings, 1)

	fw, findings, err = Load(fsys, "missing.yaml")
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.Nil(t, fw)
	assert.Empty(t, findings)

	fsys["huge.yaml"] = &fstest.MapFile{Data: make([]byte, 9<<20)}
	_, findings, err = Load(fsys, "huge.yaml")
	require.NoError(t, err)
	assert.Equal(t, "huge.yaml: the file is larger than the 8,388,608 bytes allowed: split it [too-large]", findings.Error())

	_, _, err = Load(brokenFS{}, "x.yaml")
	assert.ErrorIs(t, err, errBroken)
}

var errBroken = errors.New("broken")

type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, errBroken }
