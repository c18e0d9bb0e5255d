package imapbox

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	patience   = 60 * time.Second // for one step; a mail on a slow line needs its time
	farewell   = 5 * time.Second  // for the server's goodbye
	pollPause  = time.Minute      // between two looks at a server that does not tell
	idleLength = 9 * time.Minute  // less than the 29 minutes of RFC 2177 and than what routers keep an idle connection
)

// Box is a selected folder over one connection. It is used by one goroutine.
type Box struct {
	conn     net.Conn
	client   *imapclient.Client
	server   Server
	caps     imap.CapSet
	validity uint32
	prefix   string          // of folder names, on servers that keep them below INBOX
	there    map[string]bool // folders that are known to exist
	news     chan struct{}
}

// Validity is the folder's UIDVALIDITY: UIDs mean the same mails for as long as it stays the same.
func (b *Box) Validity() uint32 { return b.validity }

// within runs a step and closes the connection when it takes too long or ctx ends: the library's own waits have no end.
func (b *Box) within(ctx context.Context, step func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		b.conn.Close() //nolint:errcheck // the step that waits for it says more
	})
	defer stop()
	err := step()
	if err != nil && ctx.Err() != nil {
		return &Error{NoAnswer, oneLine(context.Cause(ctx).Error())}
	}
	return err
}

// List returns the UIDs from the given one on, ascending, without mails that somebody has marked as deleted.
func (b *Box) List(ctx context.Context, from uint32) (uids []uint32, err error) {
	err = b.within(ctx, func() error {
		criteria := &imap.SearchCriteria{
			UID: []imap.UIDSet{{imap.UIDRange{Start: imap.UID(max(from, 1)), Stop: 0}}}, NotFlag: []imap.Flag{imap.FlagDeleted},
		}
		found, err := b.client.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return wrong(Refused, err)
		}
		for _, uid := range found.AllUIDs() {
			if uint32(uid) >= from { // n:* names the last mail even when its UID is smaller
				uids = append(uids, uint32(uid))
			}
		}
		slices.Sort(uids)
		return nil
	})
	return uids, err
}

// Fetch returns the first octets of a mail, at most limit, and whether the mail is still there. It stays unread.
func (b *Box) Fetch(ctx context.Context, uid uint32, limit int) (raw []byte, there bool, err error) {
	err = b.within(ctx, func() error {
		section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: int64(limit)}}
		found, err := b.client.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
		if err != nil {
			return wrong(Refused, err)
		}
		for _, mail := range found {
			if mail.UID == imap.UID(uid) && len(mail.BodySection) > 0 {
				raw, there = mail.BodySection[0].Bytes, true
			}
		}
		return nil
	})
	return raw[:min(len(raw), limit)], there, err
}

// Move puts a mail into the folder of the name beside the one that is read; the folder is made when it is missing.
func (b *Box) Move(ctx context.Context, uid uint32, folder string) error {
	return b.within(ctx, func() error {
		folder = b.prefix + folder
		if err := b.make(folder); err != nil {
			return err
		}
		mail := imap.UIDSetNum(imap.UID(uid))
		if b.caps.Has(imap.CapMove) {
			if _, err := b.client.Move(mail, folder).Wait(); err != nil {
				return wrong(CannotMove, err)
			}
			return nil
		}
		return b.copyAway(mail, folder)
	})
}

// copyAway is a move in three steps; the next is taken when the server has said yes to the one before.
func (b *Box) copyAway(mail imap.UIDSet, folder string) error {
	if _, err := b.client.Copy(mail, folder).Wait(); err != nil {
		return wrong(CannotMove, err)
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := b.client.Store(mail, deleted, nil).Close(); err != nil {
		return wrong(CannotMove, err)
	}
	if !b.caps.Has(imap.CapUIDPlus) {
		return nil
	}
	if err := b.client.UIDExpunge(mail).Close(); err != nil {
		return wrong(CannotMove, err)
	}
	return nil
}

// make makes the folder unless it is there.
func (b *Box) make(folder string) error {
	if b.there[folder] {
		return nil
	}
	listed, err := b.client.List("", folder, nil).Collect()
	if err != nil {
		return wrong(CannotMove, err)
	}
	if len(listed) == 0 {
		if err := b.client.Create(folder, nil).Wait(); err != nil && !exists(err) {
			return wrong(CannotMove, err)
		}
	}
	b.there[folder] = true
	return nil
}

func exists(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer) && answer.Code == imap.ResponseCodeAlreadyExists
}

// Wait returns when the server says that mail has come, after a while without news, or with an error when the connection is lost. Where the
// server cannot say it, the while is a minute.
func (b *Box) Wait(ctx context.Context) error {
	if b.caps.Has(imap.CapIdle) {
		return b.idle(ctx, idleLength)
	}
	return b.poll(ctx, pollPause)
}

func (b *Box) poll(ctx context.Context, pause time.Duration) error {
	b.rest(ctx, pause)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return b.within(ctx, func() error {
		if err := b.client.Noop().Wait(); err != nil {
			return wrong(Refused, err)
		}
		return nil
	})
}

func (b *Box) idle(ctx context.Context, length time.Duration) error {
	var idling *imapclient.IdleCommand
	err := b.within(ctx, func() (err error) {
		if idling, err = b.client.Idle(); err != nil {
			return wrong(Refused, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.rest(ctx, length)
	return b.within(context.WithoutCancel(ctx), func() error {
		if err := errors.Join(idling.Close(), idling.Wait()); err != nil {
			return wrong(Gone, err)
		}
		return nil
	})
}

// rest waits for news, the end of the connection, or the time.
func (b *Box) rest(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-b.news:
	case <-b.client.Closed():
	}
}

// Close says goodbye and ends the connection.
func (b *Box) Close() {
	if b.client == nil {
		b.conn.Close() //nolint:errcheck // never used
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	_ = b.within(ctx, func() error { return b.client.Logout().Wait() }) // a server that is gone needs no goodbye
	_ = b.client.Close()
}

// Find looks for a mail whose subject holds the words, in the folder that is read and in those beside it, and returns its first octets. The
// folder it was found in stays selected, for Remove.
func (b *Box) Find(ctx context.Context, words string, limit int, folders ...string) (raw []byte, uid uint32, err error) {
	names := []string{b.server.folder}
	for _, folder := range folders {
		names = append(names, b.prefix+folder)
	}
	for _, name := range names {
		err = b.within(ctx, func() error {
			if _, err := b.client.Select(name, nil).Wait(); err != nil {
				return nil //nolint:nilerr // a folder beside it need not be there
			}
			found, err := b.client.UIDSearch(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: words}}}, nil).Wait()
			if err != nil {
				return wrong(Refused, err)
			}
			for _, one := range found.AllUIDs() {
				uid = uint32(one)
			}
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
		if uid != 0 {
			raw, _, err = b.Fetch(ctx, uid, limit)
			return raw, uid, err
		}
	}
	return nil, 0, nil
}

// Remove deletes a mail of the selected folder for good. Only mail that we wrote to ourselves is removed.
func (b *Box) Remove(ctx context.Context, uid uint32) error {
	return b.within(ctx, func() error {
		mail := imap.UIDSetNum(imap.UID(uid))
		deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
		if err := b.client.Store(mail, deleted, nil).Close(); err != nil {
			return wrong(Refused, err)
		}
		if b.caps.Has(imap.CapUIDPlus) {
			if err := b.client.UIDExpunge(mail).Close(); err != nil {
				return wrong(Refused, err)
			}
		}
		return nil
	})
}
