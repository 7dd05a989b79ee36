package scenario

import (
	"fmt"
	"reflect"

	"github.com/countersign-go/countersign/workflow"
)

// summaryDiffers names the first field in which two summaries differ; no list
// and an empty one are the same.
func summaryDiffers(got, want *workflow.Summary) string {
	a, b := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		if x.Kind() == reflect.Slice && x.Len() == 0 && y.Len() == 0 {
			continue
		}
		if x.Comparable() && x.Equal(y) || reflect.DeepEqual(x.Interface(), y.Interface()) {
			continue
		}
		return fmt.Sprintf("%s is %v, not %v", a.Type().Field(i).Name, x, y)
	}
	return ""
}
