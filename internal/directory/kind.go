package directory

import "slices"

// Kind is the kind of actor an organisation is.
type Kind string

// The kinds of actor; the code in brackets names them as sources of figures.
const (
	KindMunicipality Kind = "municipality"  // GEM: municipality, public order office
	KindHousing      Kind = "housing"       // WOH: housing company or cooperative
	KindCourt        Kind = "court"         // GER: court or bailiff
	KindJobCentre    Kind = "job_centre"    // JC
	KindSocialOffice Kind = "social_office" // SOZ: the county's social office
	KindProvider     Kind = "provider"      // FT: free provider of welfare services
	KindStatistics   Kind = "statistics"    // EXT: official statistics
	KindOther        Kind = "other"
)

// Kinds lists all kinds of actor in the order people read them.
func Kinds() []Kind {
	return []Kind{
		KindMunicipality, KindHousing, KindCourt, KindJobCentre,
		KindSocialOffice, KindProvider, KindStatistics, KindOther,
	}
}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Code returns the short name under which the actor delivers figures, "" for KindOther.
func (k Kind) Code() string {
	switch k {
	case KindMunicipality:
		return "GEM"
	case KindHousing:
		return "WOH"
	case KindCourt:
		return "GER"
	case KindJobCentre:
		return "JC"
	case KindSocialOffice:
		return "SOZ"
	case KindProvider:
		return "FT"
	case KindStatistics:
		return "EXT"
	default:
		return ""
	}
}
