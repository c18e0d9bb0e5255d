package eventweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	inviteviews "rundertisch/views/invite"
	"rundertisch/views/shared"
)

const speakerLabels = "programme.speaker_field."

// NewSpeaker asks for a person of the programme.
func (p *Pages) NewSpeaker(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	return p.showSpeaker(r, r.Render, e, event.Speaker{}, shared.Form{})
}

// AddSpeaker puts the person on the event's list.
func (p *Pages) AddSpeaker(r *page.Request) error {
	form := r.Form()
	_, err := p.events.AddSpeaker(r.Context(), r.Actor, r.Params("event"), speakerDetails(form))
	if refused(err) {
		e, err2 := p.editable(r)
		if err2 != nil {
			return err2
		}
		return p.showSpeaker(r, r.Invalid, e, event.Speaker{}, form.Refused(form.Values, err))
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, r.Params("event"))+"/programme#people", "programme.flash.speaker_added")
}

// EditSpeaker shows the person's form.
func (p *Pages) EditSpeaker(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	speaker, err := p.events.FindSpeaker(r.Context(), r.Actor, e.ID, r.Params("speaker"))
	if err != nil {
		return err
	}
	return p.showSpeaker(r, r.Render, e, speaker, storedSpeaker(speaker))
}

func (p *Pages) showSpeaker(r *page.Request, answer func(templ.Component) error, e event.Event, speaker event.Speaker, form shared.Form) error {
	form.Labels = speakerLabels
	f := eventviews.SpeakerPage{
		Page: r.Page("programme.speaker_new"), Form: form, Event: e, Action: base(r, e.ID) + "/speakers", Back: base(r, e.ID) + "/programme#people",
	}
	if speaker.ID != "" {
		f.Stored, f.Pictured, f.Title = true, speaker.Pictured(), r.L.T("programme.speaker_edit")
		f.Action += "/" + speaker.ID
		_, items, err := p.events.Programme(r.Context(), r.Actor, e.ID)
		if err != nil {
			return err
		}
		if f.Parts = speaker.Parts(items); len(f.Parts) == 0 {
			f.Remove = f.Action + "/remove"
		}
		if f.Namesakes, err = p.events.Namesakes(r.Context(), r.Actor, speaker); err != nil {
			return err
		}
	}
	f.Breadcrumb, f.Of, f.HasErrors = crumbs(r, crumbOf(r, e)), e.Title, form.HasErrors()
	return answer(eventviews.SpeakerForm(f))
}

// SaveSpeaker changes what is said about the person. When a new name makes mails follow, it first shows them.
func (p *Pages) SaveSpeaker(r *page.Request) error {
	eventID, speakerID := r.Params("event"), r.Params("speaker")
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	speaker, err := p.events.FindSpeaker(r.Context(), r.Actor, eventID, speakerID)
	if err != nil {
		return err
	}
	sent, programme := r.Form(), base(r, eventID)+"/programme#people"
	if back(sent) {
		return p.showSpeaker(r, r.Render, e, speaker, unasked(sent))
	}
	err = r.Edit(page.Edit{
		Kind: "event_speaker", ID: speakerID, Labels: speakerLabels, Of: speaker.Name, Back: programme, Next: programme, Flash: "programme.flash.speaker_saved",
		Stored: func() (shared.Form, error) {
			if _, err := p.editable(r); err != nil {
				return shared.Form{}, err
			}
			speaker, err = p.events.FindSpeaker(r.Context(), r.Actor, eventID, speakerID)
			return storedSpeaker(speaker), err
		},
		Save: func(form shared.Form) error {
			sent = form
			_, err := p.events.EditSpeaker(p.confirmed(r, form), r.Actor, eventID, speakerID, version(form.Value("version")), speakerDetails(form))
			return err
		},
		Again: func(form shared.Form) error { return p.showSpeaker(r, r.Invalid, e, speaker, form) },
		Words: func(name, value string) (string, bool) {
			if name != "person" {
				return "", false
			}
			persons, err := p.events.Namesakes(r.Context(), r.Actor, speaker)
			if err != nil || value == "" {
				return r.L.T("programme.nobody"), true
			}
			return shared.LabelOf(eventviews.PersonOptions(persons), value), true
		},
	})
	return p.ask(r, err, inviteviews.TellingPage{Action: base(r, eventID) + "/speakers/" + speakerID, Form: sent})
}

// RemoveSpeaker takes the person off the list.
func (p *Pages) RemoveSpeaker(r *page.Request) error {
	e, err := p.editable(r)
	if err != nil {
		return err
	}
	speaker, err := p.events.FindSpeaker(r.Context(), r.Actor, e.ID, r.Params("speaker"))
	if err != nil {
		return err
	}
	err = p.events.RemoveSpeaker(r.Context(), r.Actor, e.ID, speaker.ID)
	if fault.Is(err, fault.Conflict) {
		form := storedSpeaker(speaker)
		form.Err = err
		return p.showSpeaker(r, r.Invalid, e, speaker, form)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(base(r, e.ID)+"/programme#people", "programme.flash.speaker_removed")
}

func storedSpeaker(s event.Speaker) shared.Form {
	values := map[string]string{
		"name": s.Name, "function": s.Function, "organisation": s.Organisation, "biography": s.Biography, "biography_en": s.BiographyEN, "person": s.PersonID,
	}
	if s.Pictured() {
		values["alt"], values["credit"] = s.Alt, s.Credit
	}
	return shared.Stored(speakerLabels, s.Version, values)
}

func speakerDetails(form shared.Form) event.SpeakerDetails {
	return event.SpeakerDetails{
		Name: form.Value("name"), Function: form.Value("function"), Organisation: form.Value("organisation"),
		Biography: form.Value("biography"), BiographyEN: form.Value("biography_en"), PersonID: form.Value("person"),
		Alt: form.Value("alt"), Credit: form.Value("credit"),
	}
}
