package certificate_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// arabic is what a host would hand in.
func arabic() certificate.Words {
	return certificate.Words{
		Language:    "ar",
		Certificate: "شهادة", Completion: "شهادة إتمام", ExampleOnly: "مثال فقط", ExampleNote: "هذه تجربة ولا تثبت شيئا.",
		Certifies: "نشهد بأن", Attained: "حصل على الموافقة النهائية على هذا الإطار.", Registration: "رقم التسجيل {number}",
		Completed: "أتم هذا الإطار بالتقييم الذاتي.", Unconfirmed: "لم يؤكد أحد الإجابات التي تستند إليها.", Accountable: "وكان المسؤول", MadeUpCentre: "مركز خيالي",
		SignedOff: "الموافقة النهائية", By: "من", Role: "الدور", Centre: "المركز", Date: "التاريخ", ValidTo: "صالحة حتى", Unless: "{date}، أو أطول إذا جددت قبل ذلك",
		Submitted: "التقديم", Round: "الجولة", Overridden: "تم التجاوز", LetGo: "عن شرط {required}، من {person}", OrLater: "{framework}، الإصدار {version} أو أحدث",
		Confirmed: "{items} مؤكدة", Answered: "{items} مجاب عنها", Part: "الجزء", Number: "العدد", Mandatory: "إلزامي", InAll: "المجموع", Optional: "اختياري: {section}",
		OfNeeded: "من {needed} مطلوبة: {section}", WithPoints: "بعدد نقاط {reached} من {needed} مطلوبة: {section}",
		WaivedOfThese: "منها معفى لعدم الانطباق", PaperOfThese: "منها مؤكدة على الورق ومسجلة",
		ElsewhereOfThese: "منها مؤكدة في {origin} من {person}", PaperElsewhereOfThese: "منها مؤكدة على الورق ومسجلة في {origin}",
		ElsewhereOthers: "منها مؤكدة في مكان آخر من آخرين: {count}", Elsewhere: "مؤكدة في {origin} من {person}", OnPaperElsewhere: "على الورق، مسجلة في {origin}",
		ConfirmedBy: "أكدها", Person: "الشخص", Others: "آخرون: {count}",
		Activity: "ملخص النشاط", ActivityNote: "ما تستند إليه الشهادة {serial} بتاريخ {date} بندا بندا.",
		OnPaper: "على الورق بتاريخ {date}", Waived: "معفى لعدم الانطباق",
		ToCheck: "للتحقق من هذه الشهادة", CheckingNote: "بالرقم التسلسلي تقول الجهة المصدرة هل هي صالحة اليوم.", Serial: "الرقم التسلسلي", Code: "الرمز",
		StatusToday: "الحالة اليوم", Framework: "الإطار", VersionOf: "{framework}، الإصدار {version}", FrameworkDigest: "بصمة الإطار", Record: "سجل المتعلم", CentreRecord: "سجل المركز", UpTo: "حتى الرقم {record}",
		Months: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}, DateForm: "{day} {month} {year}",
		Roles: map[string]string{"Educator/Manager": "معلم/مدير"},
	}
}

// signedAbroad is signed off on a framework in three languages.
func signedAbroad(t *testing.T) *ward {
	t.Helper()
	w := renewedOn(t, "bedside-languages")
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"singing"}})
	w.confirm(first, "song")
	w.signOff()
	return w
}

func (w *ward) issueIn(dir certificate.Directory, o *certificate.Options) (*certificate.Certificate, error) {
	v := w.view()
	return certificate.For(context.Background(), v.Framework, &v.State, w.now, dir, o)
}

// speaking has the words of a host, too.
func (w *ward) speaking(dir certificate.Directory) *certificate.Certificate {
	w.t.Helper()
	c, err := w.issueIn(dir, &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}", Words: []certificate.Words{arabic()},
	})
	require.NoError(w.t, err)
	return c
}

func translated(t *testing.T) *certificate.Certificate {
	t.Helper()
	return signedAbroad(t).speaking(latin())
}

func TestGoldenInLanguages(t *testing.T) {
	t.Parallel()
	c := translated(t)
	golden(t, "languages.json", append(c.AppendJSON(nil), '\n'))
	goldensAbroad(t, "languages", c)
}

// What proves anything is the same in every language.
func TestLanguagesProveTheSame(t *testing.T) {
	t.Parallel()
	c := translated(t)
	for _, languages := range [][]string{nil, {"cy"}, {"ar", "cy"}, {"fr"}, {"en-US"}} {
		read := c.In(languages...)
		assert.Equal(t, string(c.AppendJSON(nil)), string(read.AppendJSON(nil)))
		assert.Equal(t, c.Content(), read.Content())
		assert.Equal(t, []string{c.Serial(), c.Code(), c.Link()}, []string{read.Serial(), read.Code(), read.Link()})
		for _, form := range []string{htmlOf(t, read), string(read.AppendText(nil))} {
			for _, same := range []string{c.Serial(), c.Code(), c.Link(), "Example Learner", "HCPC XX00000", "1.0.0"} {
				assert.Contains(t, form, same, languages)
			}
		}
	}
	assert.Equal(t, "Bedside skills in three languages", c.In("cy").Content().Framework.Title)
}

// spoken are the language and direction in which a text stands on a page: those
// of its own element, or of the page.
func spoken(page, text string) string {
	at := strings.Index(page, ">"+text+"<")
	if at < 0 {
		return "not there: " + text
	}
	for _, tag := range []string{page[strings.LastIndex(page[:at], "<"):at], page[strings.Index(page, "<html"):]} {
		if m := tongue.FindStringSubmatch(strings.SplitN(tag, ">", 2)[0]); m != nil {
			return m[1] + " " + m[2]
		}
	}
	return ""
}

var tongue = regexp.MustCompile(` lang="([^"]*)" dir="([^"]*)"`)

func TestTextsSayTheirLanguage(t *testing.T) {
	t.Parallel()
	c := translated(t)
	for _, at := range []struct{ languages, title, items, moving, talking, singing, role, words string }{
		{"", "en-GB ltr Bedside skills in three languages", "en-GB ltr skills", "en-GB ltr 2 Moving and handling", "en-GB ltr 3 Talking", "en-GB ltr 4 Singing",
			"en-GB ltr Educator/Manager", "en-GB ltr Confirmed by"},
		{"cy-GB", "cy ltr Sgiliau wrth erchwyn y gwely mewn tair iaith", "cy ltr sgiliau", "cy ltr 2 Symud a thrin", "cy ltr 3 Siarad", "cy ltr 4 Canu",
			"cy ltr Addysgwr/Rheolwr", "cy ltr Cadarnhawyd gan"},
		{"ar", "ar rtl مهارات بجانب السرير بثلاث لغات", "ar rtl مهارات", "ar rtl 2 التحريك والمناولة", "en-GB ltr 3 Talking", "ar rtl 4 الغناء",
			"ar rtl معلم/مدير", "ar rtl أكدها"},
		{"ar cy", "ar rtl مهارات بجانب السرير بثلاث لغات", "ar rtl مهارات", "ar rtl 2 التحريك والمناولة", "cy ltr 3 Siarad", "ar rtl 4 الغناء",
			"ar rtl معلم/مدير", "ar rtl أكدها"},
		{"fr", "en-GB ltr Bedside skills in three languages", "en-GB ltr skills", "en-GB ltr 2 Moving and handling", "en-GB ltr 3 Talking", "en-GB ltr 4 Singing",
			"en-GB ltr Educator/Manager", "en-GB ltr Confirmed by"},
	} {
		page := htmlOf(t, c.In(strings.Fields(at.languages)...))
		for _, want := range []string{at.title, at.items, at.moving, at.talking, at.singing, at.role, at.words} {
			lang, text, _ := strings.Cut(want, " ")
			dir, text, _ := strings.Cut(text, " ")
			assert.Equal(t, lang+" "+dir, spoken(page, text), "%q: %s", at.languages, text)
		}
	}
	bare := signedAbroad(t).certificate(latin()).In("ar")
	page := htmlOf(t, bare)
	assert.Equal(t, "en", bare.Language(), "there are no words in Arabic, nor in English of another place")
	assert.Equal(t, "ar rtl", spoken(page, "مهارات"))
	assert.Equal(t, "en ltr", spoken(page, "Confirmed by"))
}

// Whose languages count: what the host asks for, then the learner's.
func TestLanguagesOfTheLearner(t *testing.T) {
	t.Parallel()
	w := signedAbroad(t)
	dir := latin()
	dir.Languages = map[workflow.PersonID][]string{learner: {"not a tag", "cy-GB"}, educator: {"ar"}}
	languageOf := func(dir certificate.Directory, o *certificate.Options) string {
		c, err := w.issueIn(dir, o)
		require.NoError(t, err)
		return c.Language()
	}
	assert.Equal(t, "cy", languageOf(dir, nil))
	assert.Equal(t, "en-GB", languageOf(dir, &certificate.Options{Languages: []string{"en"}}))
	assert.Equal(t, "en-GB", languageOf(dir, &certificate.Options{Languages: []string{}}), "none is an answer, too")
	assert.Equal(t, "en-GB", languageOf(latin(), nil), "a directory that knows of none")
	assert.Equal(t, "en-GB", languageOf(namesOnly{dir}, nil), "a directory that knows names only")

	_, err := w.issueIn(badLanguages{dir}, nil)
	require.ErrorIs(t, err, errDirectory)
	_, err = w.issueIn(badLanguages{dir}, &certificate.Options{Languages: []string{"cy"}})
	require.NoError(t, err, "nobody asks it then")

	asked := []string{"cy"}
	c, err := w.issueIn(dir, &certificate.Options{Languages: asked})
	require.NoError(t, err)
	asked[0] = "ar"
	assert.Equal(t, "cy", c.Language(), "what was handed in is copied")
}

var errDirectory = errors.New("the directory is away")

type badLanguages struct{ certificate.Names }

func (badLanguages) LanguagesOf(context.Context, workflow.PersonID) ([]string, error) {
	return nil, errDirectory
}

type namesOnly struct{ certificate.Directory }

// The words of a host are held to being whole, and stand before those that are here.
func TestWordsOfAHost(t *testing.T) {
	t.Parallel()
	w := signedAbroad(t)
	short := arabic()
	short.Months[3], short.Others = "", "{cuont}"
	_, err := w.issueIn(latin(), &certificate.Options{Words: []certificate.Words{short}})
	require.ErrorContains(t, err, "Months[3] is missing")
	require.ErrorContains(t, err, "Others has no place {count}")
	require.ErrorContains(t, err, "Others has a place {cuont}")
	_, err = w.issueIn(latin(), &certificate.Options{Words: []certificate.Words{arabic(), arabic()}})
	require.ErrorContains(t, err, "twice")

	own := certificate.English()
	own.Certificate = "Award"
	c, err := w.issueIn(latin(), &certificate.Options{Words: []certificate.Words{own}})
	require.NoError(t, err)
	for _, english := range []string{"", "en-GB", "en-US", "fr"} {
		assert.Contains(t, string(c.In(strings.Fields(english)...).AppendText(nil)), "AWARD\n", english)
	}
	assert.NotContains(t, string(c.In("cy").AppendText(nil)), "AWARD")
}

// Every field of Words is said, and checked.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, words := range []certificate.Words{certificate.English(), certificate.Welsh(), arabic()} {
		require.NoError(t, words.Check(), words.Language)
		fields := reflect.ValueOf(&words).Elem()
		for i := range fields.NumField() {
			name := fields.Type().Field(i).Name
			f := fields.Field(i)
			switch name {
			case "Roles":
				words.Roles = map[string]string{"Assessor": ""}
				require.ErrorContains(t, words.Check(), `Roles["Assessor"] is missing`)
				words.Roles = nil
				require.NoError(t, words.Check(), "titles may stay as the policy has them")
				continue
			case "Months":
				f = f.Index(11)
			}
			said := f.String()
			for _, wrong := range []string{"", " x", "a\nb", strings.Repeat("x", 501), "a\u202eb", "\xff", said + " {nothing}"} {
				f.SetString(wrong)
				assert.ErrorContains(t, words.Check(), name, "%q", wrong)
			}
			f.SetString(said)
		}
		require.NoError(t, words.Check())
	}
	words := certificate.Words{Language: "cy"}
	assert.Equal(t, 58+12, strings.Count(words.Check().Error(), "missing"), "all at once")
}

// Each is said once at least, in its own language and in nobody else's.
func TestEveryWordIsSaid(t *testing.T) {
	t.Parallel()
	marked := certificate.English()
	fields := reflect.ValueOf(&marked).Elem()
	for i := range fields.NumField() {
		if f := fields.Field(i); f.Kind() == reflect.String {
			f.SetString("«" + fields.Type().Field(i).Name + f.String() + "»")
		}
	}
	marked.Language = "en"
	for i := range marked.Months {
		marked.Months[i] = "«Months" + marked.Months[i] + "»"
	}
	w := signedAbroad(t)
	c, err := w.issueIn(latin(), &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}", Words: []certificate.Words{marked}, Records: w.records(),
	})
	require.NoError(t, err)
	trial, completion, centre := c.Content(), c.Content(), c.Content()
	completion.Round = 1
	centre.Accountable = certificate.Person{Name: "Example Lead"}
	trial.Example = true
	trial.Transferred = make([]certificate.Transferred, certificate.MaxListed+1)
	trial.Transferred[0].Paper = true
	trial.Activity[0].Elsewhere, trial.Activity[1].Elsewhere = certificate.Elsewhere{By: "north/assessor-1"}, certificate.Elsewhere{Paper: true}
	for len(trial.Confirmers) <= certificate.MaxListed {
		trial.Confirmers = append(trial.Confirmers, trial.Confirmers...)
	}
	for name, form := range map[string]func(*certificate.Certificate) string{
		"text": func(c *certificate.Certificate) string { return string(c.AppendText(nil)) },
		"html": func(c *certificate.Certificate) string {
			_, body, _ := strings.Cut(htmlOf(t, c), "</style>")
			return body
		},
	} {
		all := strings.Join(strings.Fields(form(c)+form(certificate.OfIn(trial, marked))+
			form(certificate.OfIn(completion, marked))+form(certificate.OfIn(centre, marked))), " ")
		for i := range fields.NumField() {
			field := fields.Type().Field(i).Name
			onlyThere := map[string]string{"Part": "html", "Number": "html", "Person": "html", "FrameworkDigest": "text", "Certificate": "html", "Completion": "html"}[field]
			if field == "Language" || field == "Roles" || onlyThere != "" && onlyThere != name {
				continue
			}
			assert.Contains(t, all, "«"+field, name)
		}
		assert.NotContains(t, all, "{", name)
	}
	var text bytes.Buffer
	require.NoError(t, certificate.OfIn(trial, marked).WriteText(&text))
	assert.Contains(t, text.String(), "EXAMPLE ONLY", "in English, too")
}
