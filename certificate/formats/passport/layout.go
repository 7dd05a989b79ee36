package passport

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// MediaType is the type of the file, and Extension what its name should end in, so
// that people can open it as the archive that it is.
const (
	MediaType = "application/vnd.countersign.passport+zip"
	Extension = ".passport.zip"
)

// The files in a passport.
const (
	fileType   = "mimetype"
	fileCLR    = "clr.json"
	folderRec  = "records"
	folderText = "content"
	folderList = "status"
	fileTrust  = "trust.yaml"
)

// mediaTypes are those of the files, by what their names end in.
var mediaTypes = map[string]string{".json": "application/json", ".yaml": "application/yaml"}

// numbered is the name of a file in a folder, by its place from 0.
func numbered(folder string, i int) string { return fmt.Sprintf("%s/%d.json", folder, i+1) }

// contentName is where the content of a version stands.
func contentName(ref proficiency.Ref) string {
	return path.Join(folderText, string(ref.ID), ref.Version.String(), string(ref.ID)+".yaml")
}

// IsPassport reports whether data begins as a passport does, whatever follows.
func IsPassport(data []byte) bool {
	begin, err := parcel.Append(nil, []parcel.File{{Name: fileType, Data: []byte(MediaType)}})
	if err != nil {
		return false
	}
	end := bytes.Index(begin, []byte(MediaType)) + len(MediaType)
	return bytes.HasPrefix(data, begin[:end])
}

// resource is a file as the learner record names it.
func resource(f parcel.File) credential.Resource {
	sum := canonical.Sum(f.Data)
	return credential.NewResource(f.Name, mediaTypes[path.Ext(f.Name)], sum)
}

// A layout is the files of a passport by what they are.
type layout struct {
	clr            []byte
	records, lists [][]byte
	content        []parcel.File
	trust          []byte
	bound          []parcel.File // all that the learner record names
}

// files are those of the layout, in their order.
func (l *layout) files() []parcel.File {
	all := []parcel.File{{Name: fileType, Data: []byte(MediaType)}, {Name: fileCLR, Data: l.clr}}
	return append(all, l.others()...)
}

// others are the files beside the learner record.
func (l *layout) others() []parcel.File {
	var all []parcel.File
	for i, data := range l.records {
		all = append(all, parcel.File{Name: numbered(folderRec, i), Data: data})
	}
	all = append(all, l.content...)
	for i, data := range l.lists {
		all = append(all, parcel.File{Name: numbered(folderList, i), Data: data})
	}
	if l.trust != nil {
		all = append(all, parcel.File{Name: fileTrust, Data: l.trust})
	}
	return all
}

// brings reports whether there is a file with that content.
func (l *layout) brings(ref proficiency.Ref) bool {
	return slices.ContainsFunc(l.content, func(f parcel.File) bool { return f.Name == contentName(ref) })
}

// layoutOf says what the files of a passport are. They stand as Write puts them,
// with no others among them.
func layoutOf(files []parcel.File) (*layout, error) {
	l := &layout{}
	for _, f := range files {
		_, ref, isContent := proficiency.Place(f.Name)
		switch {
		case f.Name == fileType:
		case f.Name == fileCLR:
			l.clr = f.Data
		case f.Name == numbered(folderRec, len(l.records)):
			l.records = append(l.records, f.Data)
		case isContent && f.Name == contentName(ref):
			l.content = append(l.content, f)
		case f.Name == numbered(folderList, len(l.lists)):
			l.lists = append(l.lists, f.Data)
		case f.Name == fileTrust:
			l.trust = f.Data
		default:
			return nil, fmt.Errorf("%s has no place in a passport", f.Name)
		}
	}
	sorted := slices.IsSortedFunc(l.content, func(a, b parcel.File) int { return strings.Compare(a.Name, b.Name) })
	if l.clr == nil || len(l.records) == 0 || !sorted || !slices.EqualFunc(l.files(), files, sameFile) {
		return nil, fmt.Errorf("the files in it are not those of a passport, in their order: want %s, %s, %s, and so on", fileType, fileCLR, numbered(folderRec, 0))
	}
	l.bound = l.others()
	return l, l.countable()
}

// maxLists is the greatest number of status lists: small as they are in a file, each
// unpacks to millions of places.
const maxLists = 16

// countable bounds what there may be of each kind.
func (l *layout) countable() error {
	if n := len(l.records); n > credential.MaxContained {
		return fmt.Errorf("%d records: at most %d are allowed", n, credential.MaxContained)
	}
	if n := len(l.content); n > len(l.records) {
		return fmt.Errorf("%d versions of content for %d records: each record is on one", n, len(l.records))
	}
	if n := len(l.lists); n > maxLists {
		return fmt.Errorf("%d status lists: at most %d are allowed", n, maxLists)
	}
	return nil
}

func sameFile(a, b parcel.File) bool { return a.Name == b.Name && bytes.Equal(a.Data, b.Data) }
