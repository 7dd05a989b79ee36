package credential

import (
	"context"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// What tests look into.
var (
	SignedBytes     = signedBytes
	ContextsOf      = contextsOf
	BuiltInContexts = contextsOf(nil)
	ShapeOf         = shapeOf
)

const (
	ContextV2     = contextV2
	ContextBadges = contextBadges
	ContextCLR    = contextCLR
)

// SignDocument signs any document, also a wrong one, with both suites.
func SignDocument(ctx context.Context, issuer Issuer, doc map[string]any, at time.Time) ([]byte, error) {
	return issuer.sign(ctx, doc, at)
}

// SignByBytes signs it with the suite alone that signs bytes.
func SignByBytes(ctx context.Context, issuer Issuer, doc map[string]any, at time.Time) ([]byte, error) {
	_, vm, err := issuer.identify()
	if err != nil {
		return nil, err
	}
	proof, err := issuer.Key.prove(ctx, doc, suiteJCS, vm, at)
	if err != nil {
		return nil, err
	}
	doc["proof"] = []any{proof}
	return strict.Append(nil, doc)
}

// SignJWT signs any document as a JWT.
func SignJWT(ctx context.Context, key *Key, doc map[string]any, at time.Time) ([]byte, error) {
	return key.jwtOf(ctx, doc, at)
}
