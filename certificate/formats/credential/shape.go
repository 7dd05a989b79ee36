package credential

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// shapes are the classes of Open Badges 3.0 (Appendix C, data model) and of
// status lists, with their members. Behind a member stands what it is: text,
// number, yes-or-no, time, a list of words that it may be (=list), another class
// (in capitals), or a list of one of these ([…]); "!" marks what must be
// there. A type in quotes is that word; in braces, a list with that word.
var shapes = map[string]string{
	"OpenBadgeCredential": `@context:contexts! id:text! type:{OpenBadgeCredential}! name:text description:text image:Image awardedDate:time
		credentialSubject:AchievementSubject! endorsement:[EndorsementCredential] endorsementJwt:[text] evidence:[Evidence]
		issuer:text|Profile! validFrom:time! validUntil:time credentialSchema:[Typed] credentialStatus:Typed
		refreshService:Typed termsOfUse:[Kind]`,
	"EndorsementCredential": `@context:contexts! id:text! type:{EndorsementCredential}! name:text! description:text awardedDate:time
		credentialSubject:EndorsementSubject! issuer:text|Profile! validFrom:time! validUntil:time credentialSchema:[Typed]
		credentialStatus:Typed refreshService:Typed termsOfUse:[Kind]`,
	"BitstringStatusListCredential": `@context:context! id:text! type:{BitstringStatusListCredential}! credentialSubject:StatusList!
		issuer:text|Issuer! validFrom:time validUntil:time name:text description:text`,
	// A learner record (Comprehensive Learner Record 2.0, Appendix B, data model), and the
	// statements in it of what was not signed off.
	"ClrCredential": `@context:clr-contexts! id:text! type:{ClrCredential}! name:text! description:text image:Image partial:yes-or-no
		credentialSubject:ClrSubject! awardedDate:time endorsement:[EndorsementCredential] endorsementJwt:[text] evidence:[Evidence]
		issuer:text|Profile! validFrom:time! validUntil:time credentialSchema:[Typed] credentialStatus:Typed
		refreshService:Typed relatedResource:[RelatedResource] termsOfUse:[Kind]`,
	"ClrSubject": `id:text type:{ClrSubject}! verifiableCredential:[Statement]! achievement:[Achievement]
		association:[Association] identifier:[IdentityObject]`,
	"Association":     `type:"Association"! associationType:=association! sourceId:text! targetId:text!`,
	"RelatedResource": `id:text! name:text digestSRI:text mediaType:text`,
	"Statement": `@context:context! id:text type:{VerifiableCredential}! credentialSubject:Subject! evidence:[Evidence]
		issuer:text|Issued! validFrom:time validUntil:time name:text description:text`,
	"Subject":    `id:text`,
	"Issued":     `id:text!`,
	"StatusList": `id:text type:"BitstringStatusList"! statusPurpose:text|[text]! encodedList:text! ttl:number`,
	"Issuer":     `id:text! name:text`,
	"AchievementSubject": `id:text type:{AchievementSubject}! achievement:Achievement! identifier:[IdentityObject] result:[Result]
		activityEndDate:time activityStartDate:time creditsEarned:number image:Image licenseNumber:text narrative:text
		role:text source:Profile term:text`,
	"EndorsementSubject": `id:text! type:{EndorsementSubject}! endorsementComment:text`,
	"Achievement": `id:text! type:{Achievement}! name:text! description:text! criteria:Criteria! achievementType:=achievement
		alignment:[Alignment] creator:Profile creditsAvailable:number endorsement:[EndorsementCredential] endorsementJwt:[text]
		fieldOfStudy:text humanCode:text image:Image inLanguage:=language otherIdentifier:[IdentifierEntry] related:[Related]
		resultDescription:[ResultDescription] specialization:text tag:[text] version:text`,
	"Alignment": `type:{Alignment}! targetName:text! targetUrl:text! targetCode:text targetDescription:text
		targetFramework:text targetType:=target`,
	"ResultDescription": `id:text! type:{ResultDescription}! name:text! resultType:=result! alignment:[Alignment] allowedValue:[text]
		requiredLevel:text requiredValue:text rubricCriterionLevel:[RubricCriterionLevel] valueMax:text valueMin:text`,
	"Result":   `type:{Result}! achievedLevel:text alignment:[Alignment] resultDescription:text status:=status value:text`,
	"Evidence": `id:text type:{Evidence}! name:text narrative:text description:text genre:text audience:text`,
	"Criteria": `id:text narrative:text`,
	"Profile": `id:text! type:{Profile}! name:text url:text phone:text description:text endorsement:[EndorsementCredential]
		endorsementJwt:[text] image:Image email:text address:Address otherIdentifier:[IdentifierEntry] official:text
		parentOrg:Profile familyName:text givenName:text additionalName:text patronymicName:text honorificPrefix:text
		honorificSuffix:text familyNamePrefix:text dateOfBirth:text`,
	"Address": `type:{Address}! addressCountry:text addressCountryCode:text addressRegion:text addressLocality:text
		streetAddress:text postOfficeBoxNumber:text postalCode:text geo:GeoCoordinates`,
	"GeoCoordinates":       `type:"GeoCoordinates"! latitude:number! longitude:number!`,
	"Image":                `id:text! type:"Image"! caption:text`,
	"IdentityObject":       `type:"IdentityObject"! hashed:yes-or-no! identityHash:text! identityType:=identity! salt:text`,
	"IdentifierEntry":      `type:"IdentifierEntry"! identifier:text! identifierType:=identity!`,
	"Related":              `id:text! type:{Related}! inLanguage:=language version:text`,
	"RubricCriterionLevel": `id:text! type:{RubricCriterionLevel}! name:text! alignment:[Alignment] description:text level:text points:text`,
	"Typed":                `id:text! type:text!`,
	"Kind":                 `id:text type:text!`,
}

// vocabularies are what a member may be, where that is one of a list; "ext:" begins a word of one's own.
var vocabularies = map[string]string{
	"achievement": `Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge BachelorDegree
		Certificate CertificateOfCompletion Certification CommunityService Competency Course CoCurricular Degree Diploma
		DoctoralDegree Fieldwork GeneralEducationDevelopment JourneymanCertificate LearningProgram License Membership
		ProfessionalDoctorate QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate
		SecondarySchoolDiploma`,
	"target": `ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion CFRubricCriterionLevel CTDL`,
	"result": `GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result RubricCriterion
		RubricCriterionLevel RubricScore ScaledScore Status`,
	"association": `exactMatchOf isChildOf isParentOf isPartOf isPeerOf isRelatedTo precedes replacedBy`,
	"status":      `Completed Enrolled Failed InProgress OnHold Provisional Withdrew`,
	"identity": `name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber isbn issn
		lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId ltiToolId ltiPlatformId ltiUserId identifier`,
}

var language = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

var badgeContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$`)

var clrContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json$`)

// A member is one row of a shape.
type member struct {
	name, kind string
	must       bool
}

var members = sync.OnceValue(func() map[string][]member {
	all := map[string][]member{}
	for class, rows := range shapes {
		for row := range strings.FieldsSeq(rows) {
			name, kind, _ := strings.Cut(row, ":")
			kind, must := strings.CutSuffix(kind, "!")
			all[class] = append(all[class], member{name, kind, must})
		}
	}
	return all
})

// maxFaults is how many faults of shape are listed.
const maxFaults = 20

// shapeOf is whether a document has the shape of what it says it is: of several
// kinds that of each, for readers go by whichever of them they know.
func shapeOf(doc map[string]any, inRecord bool) Answer {
	classes := classesOf(texts(doc["type"]), inRecord)
	if classes == nil {
		return answer(NotChecked, "unknown-shape", fmt.Sprintf("what shape a %s has is not known here", clip(strings.Join(texts(doc["type"]), " "))))
	}
	if slices.Contains(texts(doc["@context"]), contextV1) {
		return answer(NotChecked, "old-data-model", "it is of data model 1.1, whose shape is not known here")
	}
	f := &faults{}
	if !slices.Contains(texts(doc["type"]), typeCredential) {
		f.add("type", "want a list with "+typeCredential)
	}
	for _, class := range classes {
		f.object(doc, class, "")
	}
	if len(f.found) > 0 {
		return Answer{Failed, f.found}
	}
	return answer(Passed, "shape", "it has the shape of its kind, "+strings.Join(classes, " and "))
}

// classesOf are the shapes that a document of these types should have, each once. A
// statement of progress says nothing outside the learner record that it stands in:
// alone it would read as if something had been achieved.
func classesOf(types []string, inRecord bool) (classes []string) {
	if inRecord && len(types) == 1 && types[0] == typeCredential {
		return []string{"Statement"}
	}
	for _, t := range types {
		if t == typeAchievement {
			t = typeBadge
		}
		known := slices.Contains([]string{typeBadge, "EndorsementCredential", typeStatusList, typeCLR}, t)
		if known && !slices.Contains(classes, t) {
			classes = append(classes, t)
		}
	}
	return classes
}

type faults struct{ found []Reason }

func (f *faults) add(path, want string) {
	if len(f.found) < maxFaults {
		f.found = append(f.found, Reason{"shape", path + ": " + want})
	}
}

// behind are the contexts that have to stand behind that of the data model.
var behind = map[string][]*regexp.Regexp{
	"context": nil, "contexts": {badgeContext}, "clr-contexts": {clrContext, badgeContext},
}

// isContexts reports whether v is a list of contexts, that of the data model
// first (Verifiable Credentials 2.0 §4.3), and behind it those of the kind.
func isContexts(v any, kind string) bool {
	urls, isList := v.([]any)
	if !isList || len(urls) <= len(behind[kind]) || urls[0] != contextV2 {
		return false
	}
	for i, context := range behind[kind] {
		if !context.MatchString(textOf(urls[1+i])) {
			return false
		}
	}
	return true
}

func (f *faults) object(m map[string]any, class, path string) {
	for _, row := range members()[class] {
		at := strings.TrimPrefix(path+"."+row.name, ".")
		switch v, has := m[row.name]; {
		case has:
			f.value(v, row.kind, at)
		case row.must:
			f.add(at, "is missing")
		}
	}
}

func (f *faults) value(v any, kind, path string) {
	if first, other, either := strings.Cut(kind, "|"); either {
		if !f.isSimple(v, first) {
			f.value(v, other, path)
		}
		return
	}
	if inner, isList := strings.CutPrefix(kind, "["); isList {
		items, ok := v.([]any)
		if !ok {
			f.add(path, "want a list")
		}
		for i, item := range items {
			f.value(item, strings.TrimSuffix(inner, "]"), fmt.Sprintf("%s[%d]", path, i))
		}
		return
	}
	if members()[kind] != nil {
		m, ok := v.(map[string]any)
		if !ok {
			f.add(path, "want an object")
			return
		}
		f.object(m, kind, path)
		return
	}
	if !f.isSimple(v, kind) {
		f.add(path, "want "+described(kind))
	}
}

// isSimple reports whether v is of a kind that is no object and no list of them.
func (f *faults) isSimple(v any, kind string) bool {
	s, isText := v.(string)
	switch {
	case kind == "text":
		return isText
	case kind == "time":
		_, err := time.Parse(time.RFC3339, s)
		return err == nil
	case kind == "number":
		_, is := v.(float64)
		return is
	case kind == "yes-or-no":
		_, is := v.(bool)
		return is
	case strings.HasSuffix(kind, "context") || strings.HasSuffix(kind, "contexts"):
		return isContexts(v, kind)
	case kind == "=language":
		return isText && language.MatchString(s)
	case kind[0] == '=':
		return isText && (strings.HasPrefix(s, "ext:") || slices.Contains(strings.Fields(vocabularies[kind[1:]]), s))
	case kind[0] == '"':
		return s == strings.Trim(kind, `"`)
	}
	return isTypes(v, strings.Trim(kind, "{}"))
}

// isTypes reports whether v is a list of texts with that type, or its other name.
func isTypes(v any, want string) bool {
	items, ok := v.([]any)
	given := texts(v)
	return ok && len(given) == len(items) &&
		(slices.Contains(given, want) || want == typeBadge && slices.Contains(given, typeAchievement))
}

func described(kind string) string {
	switch {
	case kind == "time":
		return "an instant with a zone, such as 2026-01-31T00:00:00Z"
	case kind == "text" || kind == "number":
		return "a " + kind
	case kind == "yes-or-no":
		return "true or false"
	case kind == "context":
		return "a list with " + contextV2 + " first"
	case kind == "contexts":
		return "a list with " + contextV2 + " first and the context of Open Badges 3.0 second"
	case kind == "clr-contexts":
		return "a list with " + contextV2 + " first, and behind it the contexts of CLR 2.0 and of Open Badges 3.0"
	case kind == "=language":
		return "a language tag, such as en-GB"
	case kind[0] == '=':
		return "one of " + strings.Join(strings.Fields(vocabularies[kind[1:]]), ", ") + ", or a word behind ext:"
	case kind[0] == '{':
		return "a list with " + strings.Trim(kind, "{}")
	}
	return strings.Trim(kind, `"`)
}
