package source

import "gopkg.in/yaml.v3"

// check walks the tree once for what YAML allows and this package does not.
// It reports whether the tree may be used.
func (d *Document) check(root *yaml.Node) bool {
	tooDeep := d.checkNode(root, 1)
	if tooDeep != nil {
		d.Report(d.at(tooDeep.Line, tooDeep.Column), Error, CodeTooDeep,
			"lists and mappings nest deeper here than the %d levels allowed", d.limits.Depth)
	}
	return tooDeep == nil
}

// checkNode gives the first node that is too deep, or nil. It goes no deeper than that.
func (d *Document) checkNode(n *yaml.Node, depth int) (tooDeep *yaml.Node) {
	at := d.at(n.Line, n.Column)
	switch {
	case n.Kind == yaml.AliasNode:
		d.Report(at, Error, CodeAlias, "%s is an alias, and aliases are not allowed: write the value out here", Plainly("*"+n.Value))
		return nil
	case n.Kind == yaml.ScalarNode && len(n.Value) > d.limits.ScalarBytes:
		d.Report(at, Error, CodeTooLong, "this text is longer than the %s bytes allowed", thousands(d.limits.ScalarBytes))
	case n.Kind != yaml.ScalarNode && depth > d.limits.Depth:
		return n
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.Report(at, Error, CodeTag, "%s is a tag, and tags are not allowed: values are read as they are written", Plainly(n.Tag))
	}
	for _, child := range n.Content {
		if tooDeep := d.checkNode(child, depth+1); tooDeep != nil {
			return tooDeep
		}
	}
	return nil
}

// refused reports whether check has reported what n is.
func (d *Document) refused(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 || len(n.Value) > d.limits.ScalarBytes
}
