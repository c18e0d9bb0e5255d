package mail

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
)

// texts is a parsed .txt template: its header lines and its body.
type texts struct {
	head map[string]*template.Template
	body *template.Template
}

// The header lines a .txt template may begin with; Subject is required.
var headLines = []string{"Subject", "Headline", "Preview", "Link", "Button", "Why"}

func parseTexts(source string) (*texts, error) {
	head, body, found := strings.Cut(source, "\n\n")
	if !found {
		return nil, errors.New("no blank line after the header lines")
	}
	t := &texts{head: map[string]*template.Template{}}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if !slices.Contains(headLines, name) {
			return nil, fmt.Errorf("unknown header line %q", line)
		}
		parsed, err := parseText(value)
		if err != nil {
			return nil, err
		}
		t.head[name] = parsed
	}
	if t.head["Subject"] == nil {
		return nil, errors.New("no subject")
	}
	var err error
	t.body, err = parseText(body)
	return t, err
}

func parseText(source string) (*template.Template, error) {
	if err := checkTemplate(source); err != nil {
		return nil, err
	}
	return template.New("").Option("missingkey=zero").Parse(source)
}

// line renders a header line as one line; empty when the template has none.
func (t *texts) line(name string, fields Fields) (string, error) {
	if t.head[name] == nil {
		return "", nil
	}
	text, err := limited(func(w *capped) error { return t.head[name].Execute(w, fields) })
	return oneLine(text, maxHeadLine), err
}

// checkTemplate refuses everything but known fields and conditions on them.
func checkTemplate(source string) error {
	parsed, err := template.New("").Parse(source)
	if err != nil {
		return err
	}
	if parsed.Tree == nil || len(parsed.Templates()) > 1 {
		return errors.New("a template must have text and define no others")
	}
	return checkNode(parsed.Root)
}

func checkNode(node parse.Node) error {
	switch n := node.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return checkPipe(n.Pipe)
	case *parse.IfNode:
		return errors.Join(checkPipe(n.Pipe), checkNode(n.List), checkNode(n.ElseList))
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		var errs []error
		for _, child := range n.Nodes {
			errs = append(errs, checkNode(child))
		}
		return errors.Join(errs...)
	}
	return fmt.Errorf("only fields and conditions are allowed, not %s", node)
}

func checkPipe(pipe *parse.PipeNode) error {
	if len(pipe.Decl) == 0 && len(pipe.Cmds) == 1 && len(pipe.Cmds[0].Args) == 1 {
		field, ok := pipe.Cmds[0].Args[0].(*parse.FieldNode)
		if ok && len(field.Ident) == 1 && slices.Contains(FieldNames(), field.Ident[0]) {
			return nil
		}
	}
	return fmt.Errorf("only known fields are allowed, not %s", pipe)
}
