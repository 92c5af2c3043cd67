package reuse

import "strings"

// names lists the words under which reports speak of one state or group: its
// name, its people, and the capital that stands for its government.
var nameOf = func() map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(nameList) {
		f := strings.Fields(line)
		for _, w := range f {
			m[w] = f[0]
		}
	}
	return m
}()

const nameList = `russia russian russians moscow kremlin
turkey turkish turks turk ankara turkiye
syria syrian syrians damascus
iran iranian iranians tehran teheran
iraq iraqi iraqis baghdad
israel israeli israelis
ukraine ukrainian ukrainians kiev kyiv
china chinese beijing
germany german germans berlin
france french paris
britain british uk london
italy italian italians rome
spain spanish madrid
poland polish poles warsaw
greece greek greeks athens
egypt egyptian egyptians cairo
jordan jordanian jordanians amman
lebanon lebanese beirut
saudi saudis riyadh
qatar qatari qataris doha
yemen yemeni yemenis sanaa
libya libyan libyans tripoli
japan japanese tokyo
india indian indians
pakistan pakistani pakistanis islamabad
afghanistan afghan afghans kabul
kazakhstan kazakh kazakhs astana
belarus belarusian belarusians minsk
georgia georgian georgians tbilisi
armenia armenian armenians yerevan
azerbaijan azerbaijani azerbaijanis baku
serbia serbian serbs serb belgrade
bulgaria bulgarian bulgarians sofia
romania romanian romanians bucharest
hungary hungarian hungarians budapest
austria austrian austrians vienna
sweden swedish swedes stockholm
norway norwegian norwegians oslo
finland finnish finns helsinki
denmark danish danes copenhagen
lithuania lithuanian lithuanians vilnius
latvia latvian latvians riga
estonia estonian estonians tallinn
cuba cuban cubans havana
venezuela venezuelan venezuelans caracas
brazil brazilian brazilians brasilia
mexico mexican mexicans
canada canadian canadians ottawa
australia australian australians canberra
sudan sudanese khartoum
somalia somali somalis mogadishu
nigeria nigerian nigerians abuja
algeria algerian algerians algiers
morocco moroccan moroccans rabat
tunisia tunisian tunisians tunis
palestine palestinian palestinians
kurdistan kurdish kurds kurd
europe european europeans
usa american americans america washington
isis isil daesh daish
nusra nosra
hezbollah hizbullah hizbollah hizballah
qaeda qaida
un onu
`

// phrases are names of several words, and the one they are read as.
var phrases = map[string]string{
	"islamic state":    "isis",
	"united states":    "usa",
	"united nations":   "un",
	"united kingdom":   "britain",
	"european union":   "eu",
	"saudi arabia":     "saudi",
	"saudi arabian":    "saudi",
	"foreign ministry": "mfa",
}

// oneName joins names of several words to one form, in place.
func oneName(fs []string) []string {
	n := 0
	for i := 0; i < len(fs); i++ {
		w := fs[i]
		if i+1 < len(fs) {
			if p, ok := phrases[w+" "+fs[i+1]]; ok {
				w = p
				i++
			}
		}
		fs[n] = w
		n++
	}
	return fs[:n]
}
