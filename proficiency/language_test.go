package proficiency

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The examples of RFC 5646 Appendix A that are well-formed, and those that are not.
func TestValidLanguage(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"en", "cy", "en-GB", "EN-gb", "zh-Hant", "zh-Hant-HK", "zh-cmn-Hans-CN", "sr-Latn-RS", "sl-rozaj-biske", "sl-nedis", "de-CH-1901",
		"hy-Latn-IT-arevela", "es-419", "de-CH-x-phonebk", "az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern", "en-US-u-islamcal",
		"en-a-myext-b-another", "yue", "abcd", "de-1996",
	} {
		assert.True(t, validLanguage(s), s)
	}
	for _, s := range []string{
		"", "e", "en_GB", "en-", "-en", "de-419-DE", "a-DE", "en GB", "abcdefghi", "en-x", "x", "x-", "en-a", "en-a-", "é", "en-GB-GB1",
		"12", "en--GB", strings.Repeat("en-aaaaa-", 20) + "b",
	} {
		assert.False(t, validLanguage(s), s)
	}
}
