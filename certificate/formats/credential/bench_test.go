package credential_test

import (
	"context"
	"crypto/ed25519"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

func BenchmarkIssue(b *testing.B) {
	i, ctx := issued(), context.Background()
	issuer := hospitals(b, keyFrom("issuer"))
	b.Run("embedded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := credential.Issue(ctx, i.cert, issuer, i.options)
			require.NoError(b, err)
		}
	})
	issuer = hospitals(b, p256("issuer"))
	b.Run("jwt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := credential.IssueJWT(ctx, i.cert, issuer, i.options)
			require.NoError(b, err)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	data := map[string][]byte{"embedded": badge(b, hospitals(b, keyFrom("issuer"))), "jwt": token(b, hospitals(b, p256("issuer")))}
	trust := trusting(credential.TrustedKey{Public: keyFrom("issuer").Public()}, credential.TrustedKey{Public: p256("issuer").Public()})
	for name, text := range data {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				credential.Verify(text, trust, &credential.VerifyOptions{At: later})
			}
		})
	}
}

// BenchmarkLarge is a framework of 670 items, each with an alignment and a result.
func BenchmarkLarge(b *testing.B) {
	i, issuer := largeIssue(b, 670), hospitals(b, keyFrom("issuer"))
	text, err := credential.Issue(b.Context(), i.cert, issuer, i.options)
	require.NoError(b, err)
	b.Run("issue", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			_, err := credential.Issue(b.Context(), i.cert, issuer, i.options)
			require.NoError(b, err)
		}
	})
	b.Run("verify", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			credential.Verify(text, nil, &credential.VerifyOptions{At: later})
		}
	})
}

// BenchmarkBare is what no way of doing it gets around: one signature, and checking one.
func BenchmarkBare(b *testing.B) {
	key, message := keyFrom("issuer"), make([]byte, 64)
	signature := ed25519.Sign(key, message)
	b.Run("sign", func(b *testing.B) {
		for b.Loop() {
			ed25519.Sign(key, message)
		}
	})
	public := key.Public().(ed25519.PublicKey)
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			ed25519.Verify(public, message, signature)
		}
	})
}
