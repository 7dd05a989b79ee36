package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSubject(t *testing.T) {
	t.Parallel()
	fw, findings := parseTestdata(t, "testdata/ok/centre.yaml")
	require.Empty(t, findings)
	assert.Equal(t, SubjectCentre, fw.Subject())
	assert.Equal(t, 6, fw.SubjectPosition().Line)

	person := wardSkills(t)
	assert.Equal(t, SubjectPerson, person.Subject(), "where nothing is said")
	assert.Equal(t, person.Position(), person.SubjectPosition())
}

// To say that it is a person is to say nothing: what is published keeps its digest.
func TestSubjectInTheDigest(t *testing.T) {
	t.Parallel()
	digest := func(line string) string {
		fw, findings := Parse("f.yaml", []byte(generatedHead+line+"sections: [{id: s, title: S, proficiencies: [{id: i, statement: It.}]}]\n"))
		require.NotNil(t, fw, findings)
		return fw.Digest().String()
	}
	assert.Equal(t, digest(""), digest("subject: person\n"))
	assert.NotEqual(t, digest(""), digest("subject: centre\n"))
}
