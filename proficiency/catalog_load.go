package proficiency

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/countersign-go/countersign/proficiency/source"
)

// loadFramework reads the framework of an entry. Findings name the file with
// its folders; the framework's own positions without, since whoever quotes
// them names the version beside.
func loadFramework(fsys fs.FS, e *entry) (*Framework, source.Diagnostics, error) {
	base := string(e.ref.ID) + ".yaml"
	file := path.Join(e.dir, base)
	src, findings, err := readRegular(fsys, file)
	if findings != nil {
		return nil, findings, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", e.ref, err)
	}
	f, findings := Parse(base, src)
	findings = inFile(findings, file)
	if findings.HasErrors() {
		return nil, findings, nil
	}
	if misplaced := Misplaced(f, file); misplaced != nil {
		return nil, append(findings, misplaced...).Sort(), nil
	}
	return f, findings, nil
}

// loadLifecycle reads the lifecycle of an entry.
func loadLifecycle(fsys fs.FS, e *entry) (Lifecycle, source.Diagnostics, error) {
	file := path.Join(e.dir, LifecycleFile)
	src, findings, err := readRegular(fsys, file)
	if findings != nil {
		return Lifecycle{}, findings, nil
	}
	if err != nil {
		return Lifecycle{}, nil, fmt.Errorf("lifecycle of %s: %w", e.ref, err)
	}
	l, findings := ParseLifecycle(LifecycleFile, src)
	return l, inFile(findings, file), nil
}

// noLifecycle is that of a version without a lifecycle.yaml.
func noLifecycle() (Lifecycle, source.Diagnostics, error) {
	return Lifecycle{Status: Draft, Position: source.Position{File: LifecycleFile}}, nil, nil
}

// readRegular finds fault with what only has the name of a file: a folder, or
// something of which reading may not end.
func readRegular(fsys fs.FS, file string) ([]byte, source.Diagnostics, error) {
	info, err := fs.Stat(fsys, file)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, source.Diagnostics{notAFile(file)}, nil
	}
	src, err := source.ReadFile(fsys, file, nil)
	return src, nil, err
}

func notAFile(file string) source.Diagnostic {
	return finding(file, source.Error, codeUnreadable, "this is not a file")
}

// inFile gives findings the name of their file with its folders.
func inFile(findings source.Diagnostics, file string) source.Diagnostics {
	for i := range findings {
		findings[i].Position.File = file
	}
	return findings
}

func finding(file string, severity source.Severity, code, format string, args ...any) source.Diagnostic {
	return findingAt(source.Position{File: file}, severity, code, format, args...)
}

func findingAt(at source.Position, severity source.Severity, code, format string, args ...any) source.Diagnostic {
	return source.Diagnostic{Position: at, Severity: severity, Code: code, Message: fmt.Sprintf(format, args...)}
}
