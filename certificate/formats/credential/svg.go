package credential

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// svgSpace is the namespace of a credential in an SVG (Open Badges 3.0 §5.3.2).
const svgSpace = "https://purl.imsglobal.org/ob/v3p0"

const svgElement = "credential"

// BakeSVG puts a credential into an SVG, as its first element. An SVG that has
// one already is refused. The rest of the picture stays byte for byte as it is.
func BakeSVG(image, credential []byte) ([]byte, error) {
	if err := checkBaking(image, credential); err != nil {
		return nil, err
	}
	found, at, err := scanSVG(image)
	switch {
	case err != nil:
		return nil, err
	case found != nil:
		return nil, errors.New("credential: the SVG has a credential in it already")
	case at < 0:
		return nil, errors.New("credential: the SVG has no place for a credential: want <svg …> … </svg>")
	}
	var element bytes.Buffer
	element.WriteString(`<openbadges:credential xmlns:openbadges="` + svgSpace + `"`)
	if text := bytes.TrimSpace(credential); looksLikeJWT(text) {
		element.WriteString(` verify="` + string(text) + `"/>`)
	} else {
		element.WriteString("><![CDATA[")
		element.Write(bytes.ReplaceAll(credential, []byte("]]>"), []byte("]]]]><![CDATA[>")))
		element.WriteString("]]></openbadges:credential>")
	}
	return append(append(append([]byte{}, image[:at]...), element.Bytes()...), image[at:]...), nil
}

// UnbakeSVG gives the credential in an SVG, or [ErrNotBaked].
func UnbakeSVG(image []byte) ([]byte, error) {
	if len(image) > MaxImage {
		return nil, fmt.Errorf("credential: want an SVG of at most %d bytes", MaxImage)
	}
	found, _, err := scanSVG(image)
	if err == nil && found == nil {
		err = ErrNotBaked
	}
	return found, err
}

// scanSVG gives the credential in an SVG, nil if there is none, and where one
// could be put: behind the first tag, or -1.
func scanSVG(image []byte) (found []byte, at int, err error) {
	at = -1
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(image, []byte("\ufeff"))))
	skipped := len(image) - len(bytes.TrimPrefix(image, []byte("\ufeff")))
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return found, at, nil
		}
		if err != nil {
			return nil, -1, fmt.Errorf("credential: the SVG is no XML: %w", err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				if at, err = behindRoot(image, element, skipped+int(decoder.InputOffset())); err != nil {
					return nil, -1, err
				}
			}
			if element.Name != (xml.Name{Space: svgSpace, Local: svgElement}) {
				continue
			}
			if found != nil {
				return nil, -1, errors.New("credential: the SVG has two credentials in it: one is allowed")
			}
			if found, err = svgText(decoder, element); err != nil {
				return nil, -1, err
			}
			depth--
		case xml.EndElement:
			depth--
		}
	}
}

// behindRoot is where the first tag ends, if more can follow it.
func behindRoot(image []byte, root xml.StartElement, end int) (int, error) {
	if root.Name.Local != "svg" {
		return -1, fmt.Errorf("credential: the picture is no SVG: it begins with <%s>", clip(root.Name.Local))
	}
	if bytes.HasSuffix(image[:end], []byte("/>")) {
		return -1, nil
	}
	return end, nil
}

// svgText is the credential in its element: a JWT in an attribute, or JSON as text.
func svgText(decoder *xml.Decoder, element xml.StartElement) ([]byte, error) {
	var body struct {
		Text  []byte     `xml:",chardata"`
		Inner []struct{} `xml:",any"`
	}
	if err := decoder.DecodeElement(&body, &element); err != nil {
		return nil, fmt.Errorf("credential: the SVG is no XML: %w", err)
	}
	text := bytes.TrimSpace(body.Text)
	for _, a := range element.Attr {
		if a.Name.Space == "" && a.Name.Local == "verify" && a.Value != "" {
			if len(text) > 0 {
				return nil, errors.New("credential: the SVG has a JWT and JSON in it: one is allowed")
			}
			text = []byte(a.Value)
		}
	}
	if len(text) == 0 || len(body.Inner) > 0 {
		return nil, errors.New("credential: the element with the credential in the SVG holds no text")
	}
	return text, nil
}
