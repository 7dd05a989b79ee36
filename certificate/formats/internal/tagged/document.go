package tagged

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// Info is what is said of a document as a whole.
type Info struct {
	// Title is what a window shows, and Language the BCP 47 tag of whatever names no other.
	Title, Language string
	// RightToLeft says that it is read from right to left.
	RightToLeft bool
	// Date is that of the document, YYYY-MM-DD.
	Date string
}

// A Document is being written.
type Document struct {
	objects
	info  Info
	root  *Element
	pages []*Page
	fonts []*Font
	links []link
	files []File
}

// A link is an annotation, to be written once the number of pages is known.
type link struct {
	ref     ref
	page    *Page
	element *Element
	box     [4]float64
	to      string
	says    string
}

// A File goes along with a document (§7.11.4).
type File struct {
	// Name is that of the file, without a folder, and Type its media type.
	Name, Type, Description string
	Data                    []byte
}

// New begins a document.
func New(info Info) *Document {
	d := &Document{info: info}
	d.root = &Element{kind: "Document", ref: d.reserve(), d: d}
	return d
}

// Root is the element that all others are in.
func (d *Document) Root() *Element { return d.root }

// Attach takes a file along.
func (d *Document) Attach(f File) { d.files = append(d.files, f) }

// Bytes is the whole document. It is called once, and last.
func (d *Document) Bytes() []byte {
	fonts := make([]string, len(d.fonts))
	for i, f := range d.fonts {
		fonts[i] = f.resource() + " " + f.write(&d.objects).String()
	}
	resources := d.add("<</Font <<" + strings.Join(fonts, " ") + ">>>>")
	pages, tree := d.reserve(), d.tree()
	kids := make([]ref, len(d.pages))
	for i, p := range d.pages {
		kids[i] = p.ref
		d.set(p.ref, p.dictionary(i, pages, resources, d.stream("", p.content.Bytes())))
	}
	for i := range d.links {
		d.set(d.links[i].ref, d.links[i].dictionary(len(d.pages)+i))
	}
	d.set(pages, "<</Type /Pages /Kids "+refs(kids)+" /Count "+strconv.Itoa(len(kids))+">>")
	return d.file(d.catalogue(pages, tree))
}

func (d *Document) catalogue(pages, tree ref) ref {
	preferences := "/DisplayDocTitle true"
	if d.info.RightToLeft {
		preferences += " /Direction /R2L"
	}
	metadata := d.plain("/Type /Metadata /Subtype /XML", []byte(d.metadata()))
	return d.add("<</Type /Catalog /Pages " + pages.String() + " /Lang " + literal(d.info.Language) + " /MarkInfo <</Marked true>>" +
		" /StructTreeRoot " + tree.String() + " /ViewerPreferences <<" + preferences + ">> /Metadata " + metadata.String() + d.attachments() + ">>")
}

// attachments are the entries of the catalogue for files; there is no Subtype without a type.
func (d *Document) attachments() string {
	if len(d.files) == 0 {
		return ""
	}
	var names strings.Builder
	specs := make([]ref, len(d.files))
	for i, f := range d.files {
		params := "/Params <</Size " + strconv.Itoa(len(f.Data)) + ">>"
		if d.info.Date != "" {
			params = "/Params <</Size " + strconv.Itoa(len(f.Data)) + " /ModDate " + literal(d.date()) + ">>"
		}
		data := d.stream("/Type /EmbeddedFile /Subtype "+name(f.Type)+" "+params, f.Data)
		file := literal(f.Name)
		specs[i] = d.add("<</Type /Filespec /F " + file + " /UF " + file + " /Desc " + literal(f.Description) +
			" /AFRelationship /Data /EF <</F " + data.String() + " /UF " + data.String() + ">>>>")
		names.WriteString(file + " " + specs[i].String() + " ")
	}
	return " /AF " + refs(specs) + " /Names <</EmbeddedFiles <</Names [" + strings.TrimSpace(names.String()) + "]>>>>"
}

// date is the date as PDF has it (§7.9.4).
func (d *Document) date() string { return "D:" + strings.ReplaceAll(d.info.Date, "-", "") }

// metadata is what is known of the document in XMP (ISO 16684-1), the version
// of PDF/UA among it.
func (d *Document) metadata() string {
	created := ""
	if d.info.Date != "" {
		created = "<xmp:CreateDate>" + escaped(d.info.Date) + "</xmp:CreateDate>\n"
	}
	return "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
		` xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` + "\n" +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(d.info.Title) + "</rdf:li></rdf:Alt></dc:title>\n" +
		"<dc:language><rdf:Bag><rdf:li>" + escaped(d.info.Language) + "</rdf:li></rdf:Bag></dc:language>\n" +
		created + "<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
}

func escaped(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a builder takes everything
	return b.String()
}
