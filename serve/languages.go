package serve

import (
	"strings"
	"sync"
)

// languageNames are the languages that have a code of two letters in ISO 639,
// and some that have only one of three, by their English names. (The names of
// all languages in all languages, as in golang.org/x/text/language/display,
// would be a sixteenth of the program.)
const languageNames = `aa Afar,ab Abkhazian,ae Avestan,af Afrikaans,ak Akan,am Amharic,an Aragonese,ar Arabic,as Assamese,av Avaric,ay Aymara,az Azerbaijani,
ba Bashkir,be Belarusian,bg Bulgarian,bh Bhojpuri,bi Bislama,bm Bambara,bn Bangla,bo Tibetan,br Breton,bs Bosnian,ca Catalan,ce Chechen,ch Chamorro,co Corsican,cr Cree,cs Czech,cu Church Slavic,cv Chuvash,cy Welsh,
da Danish,de German,dv Divehi,dz Dzongkha,ee Ewe,el Greek,en English,eo Esperanto,es Spanish,et Estonian,eu Basque,fa Persian,ff Fulah,fi Finnish,fj Fijian,fo Faroese,fr French,fy Western Frisian,
ga Irish,gd Scottish Gaelic,gl Galician,gn Guarani,gu Gujarati,gv Manx,ha Hausa,he Hebrew,hi Hindi,ho Hiri Motu,hr Croatian,ht Haitian Creole,hu Hungarian,hy Armenian,hz Herero,
ia Interlingua,id Indonesian,ie Interlingue,ig Igbo,ii Sichuan Yi,ik Inupiaq,io Ido,is Icelandic,it Italian,iu Inuktitut,ja Japanese,jv Javanese,ka Georgian,kg Kongo,ki Kikuyu,kj Kuanyama,kk Kazakh,kl Kalaallisut,km Khmer,kn Kannada,ko Korean,kr Kanuri,ks Kashmiri,ku Kurdish,kv Komi,kw Cornish,ky Kyrgyz,
la Latin,lb Luxembourgish,lg Ganda,li Limburgish,ln Lingala,lo Lao,lt Lithuanian,lu Luba-Katanga,lv Latvian,mg Malagasy,mh Marshallese,mi Maori,mk Macedonian,ml Malayalam,mn Mongolian,mr Marathi,ms Malay,mt Maltese,my Burmese,
na Nauru,nb Norwegian Bokmål,nd North Ndebele,ne Nepali,ng Ndonga,nl Dutch,nn Norwegian Nynorsk,no Norwegian,nr South Ndebele,nv Navajo,ny Nyanja,oc Occitan,oj Ojibwa,om Oromo,or Odia,os Ossetic,pa Punjabi,pi Pali,pl Polish,ps Pashto,pt Portuguese,
qu Quechua,rm Romansh,rn Rundi,ro Romanian,ru Russian,rw Kinyarwanda,sa Sanskrit,sc Sardinian,sd Sindhi,se Northern Sami,sg Sango,sh Serbo-Croatian,si Sinhala,sk Slovak,sl Slovenian,sm Samoan,sn Shona,so Somali,sq Albanian,sr Serbian,ss Swati,st Southern Sotho,su Sundanese,sv Swedish,sw Swahili,
ta Tamil,te Telugu,tg Tajik,th Thai,ti Tigrinya,tk Turkmen,tl Filipino,tn Tswana,to Tongan,tr Turkish,ts Tsonga,tt Tatar,tw Akan,ty Tahitian,ug Uyghur,uk Ukrainian,ur Urdu,uz Uzbek,ve Venda,vi Vietnamese,vo Volapük,wa Walloon,wo Wolof,xh Xhosa,yi Yiddish,yo Yoruba,za Zhuang,zh Chinese,zu Zulu,
ceb Cebuano,ckb Central Kurdish,crh Crimean Tatar,fil Filipino,haw Hawaiian,hmn Hmong,ilo Iloko,kmr Northern Kurdish,mai Maithili,bho Bhojpuri,mag Magahi,skr Saraiki,kab Kabyle,prs Dari,pes Western Persian,arb Standard Arabic,arz Egyptian Arabic,azb South Azerbaijani,tzm Central Atlas Tamazight,syr Syriac,yue Cantonese`

var byLanguage = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, l := range strings.Split(languageNames, ",") {
		code, name, _ := strings.Cut(strings.TrimSpace(l), " ")
		m[code] = name
	}
	return m
})

// languageWord is the English name of a language with what else its tag says,
// "Portuguese (BR)", or the tag.
func languageWord(tag string) string {
	code, rest, _ := strings.Cut(tag, "-")
	name := byLanguage()[strings.ToLower(code)]
	switch {
	case name == "":
		return line(tag)
	case rest != "":
		return name + " (" + line(rest) + ")"
	}
	return name
}
