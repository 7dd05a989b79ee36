//go:build race

package passport_test

// stride is how many bytes lie between those that are flipped: the detector makes it slow, and finds nothing more.
const stride = 61

// perSitting is how many items are confirmed at a time in the largest framework.
const perSitting = 200
