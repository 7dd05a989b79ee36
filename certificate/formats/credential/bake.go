package credential

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrNotBaked means that a picture has no credential in it.
var ErrNotBaked = errors.New("credential: the picture has no credential in it")

// Unbake gives the credential in a PNG or an SVG of at most [MaxImage] bytes, as
// it was put there. Everything else it gives back as it is. It checks nothing
// of the credential.
func Unbake(data []byte) ([]byte, error) {
	switch {
	case isPNG(data):
		return UnbakePNG(data)
	case isXML(data):
		return UnbakeSVG(data)
	}
	return data, nil
}

// Bake puts a credential, as it was issued, into a PNG or an SVG.
func Bake(image, credential []byte) ([]byte, error) {
	switch {
	case isPNG(image):
		return BakePNG(image, credential)
	case isXML(image):
		return BakeSVG(image, credential)
	}
	return nil, errors.New("credential: the picture is neither PNG nor SVG")
}

func isPNG(data []byte) bool { return bytes.HasPrefix(data, []byte(pngSignature)) }

func isXML(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n"), []byte("<"))
}

// checkBaking bounds what is put together.
func checkBaking(image, credential []byte) error {
	if len(image) > MaxImage {
		return fmt.Errorf("credential: a picture of %d bytes: at most %d are allowed", len(image), MaxImage)
	}
	if len(credential) == 0 || len(credential) > MaxCredential {
		return fmt.Errorf("credential: a credential of %d bytes: want 1 to %d", len(credential), MaxCredential)
	}
	return nil
}
