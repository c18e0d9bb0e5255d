package page

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"sync"

	"github.com/gofiber/fiber/v2"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/views/shared"
)

// underWay are the submissions that are being handled here, each with a channel that closes at its end.
type underWay struct{ sync.Map }

// wait lets one sending of a form after the other through.
func (u *underWay) wait(ctx context.Context, key string) (done func(), err error) {
	own := make(chan struct{})
	for {
		other, busy := u.LoadOrStore(key, own)
		if !busy {
			return func() { u.Delete(key); close(own) }, nil
		}
		ended, _ := other.(chan struct{})
		select {
		case <-ended:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// once handles a form of somebody who is signed in; sent again, pressed twice or from the browser's history, it leads
// to where it led before and stores nothing. A form whose values were changed is another one.
func (r *Request) once(h Handler) error {
	if r.Method() != fiber.MethodPost || !r.SignedIn() || r.FormValue(shared.OnceName) == "" {
		return h(r)
	}
	submission := &database.Submission{Key: r.submissionKey(), CreatedAt: r.Now()}
	done, err := r.site.sending.wait(r.Context(), submission.Key)
	if err != nil {
		return err
	}
	defer done()
	r.SetUserContext(database.WithSubmission(r.Context(), submission))
	err = h(r)
	if errors.Is(err, database.ErrRepeated) {
		return r.repeated(submission)
	}
	if !submission.Noted() {
		return r.refused(submission, err)
	}
	location := ""
	if err == nil && r.Response().StatusCode() == fiber.StatusSeeOther {
		location = r.GetRespHeader(fiber.HeaderLocation)
	}
	return errors.Join(err, r.site.DB.Settle(r.Context(), submission, location))
}

// repeated answers as the first sending was answered.
func (r *Request) repeated(submission *database.Submission) error {
	location, err := r.site.DB.Led(r.Context(), submission)
	if err != nil {
		return err
	}
	if location == "" {
		return fault.New(fault.Conflict, "fault.repeated")
	}
	return r.Redirect(location, fiber.StatusSeeOther)
}

// refused answers a sending that stored nothing. When an earlier one did, that may be the reason: what it deleted or merged
// is not found any more. So that one's answer counts.
func (r *Request) refused(submission *database.Submission, err error) error {
	if err == nil && r.Response().StatusCode() < fiber.StatusBadRequest {
		return nil
	}
	answer := r.repeated(submission)
	if fault.Is(answer, fault.NotFound) {
		return err
	}
	if answer == nil {
		r.Response().ResetBody()
	}
	return answer
}

// submissionKey is the hash of person, address and all that was sent but the token.
func (r *Request) submissionKey() string {
	hash := sha256.New()
	add := func(part string) { hash.Write([]byte(part + "\x00")) }
	add(r.User.ID)
	add(r.OriginalURL())
	r.sent(func(name, value string) {
		if name != shared.CSRFName {
			add(name)
			add(clean(name, value))
		}
	})
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil))
}
