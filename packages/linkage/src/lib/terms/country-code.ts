/** ISO 3166-1: each country's three letters, followed by its two. */
const CODES = `
AFGAF ALBAL DZADZ ASMAS ANDAD AGOAO AIAAI ATAAQ ATGAG ARGAR ARMAM ABWAW AUSAU AUTAT AZEAZ BHSBS BHRBH BGDBD BRBBB BLRBY BELBE BLZBZ
BENBJ BMUBM BTNBT BOLBO BIHBA BWABW BVTBV BRABR IOTIO BRNBN BGRBG BFABF BDIBI KHMKH CMRCM CANCA CPVCV CYMKY CAFCF TCDTD CHLCL CHNCN
CXRCX CCKCC COLCO COMKM COGCG CODCD COKCK CRICR CIVCI HRVHR CUBCU CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER
ESTEE ETHET FLKFK FROFO FJIFJ FINFI FRAFR GUFGF PYFPF ATFTF GABGA GMBGM GEOGE DEUDE GHAGH GIBGI GRCGR GRLGL GRDGD GLPGP GUMGU GTMGT
GINGN GNBGW GUYGY HTIHT HMDHM VATVA HNDHN HKGHK HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE ISRIL ITAIT JAMJM JPNJP JORJO KAZKZ KENKE
KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS LBRLR LBYLY LIELI LTULT LUXLU MACMO MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH
MTQMQ MRTMR MUSMU MYTYT MEXMX FSMFM MDAMD MCOMC MNGMN MSRMS MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NCLNC NZLNZ NICNI NERNE NGANG
NIUNU NFKNF MNPMP MKDMK NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH PCNPN POLPL PRTPT PRIPR QATQA REURE ROURO RUSRU
RWARW SHNSH KNAKN LCALC SPMPM VCTVC WSMWS SMRSM STPST SAUSA SENSN SYCSC SLESL SGPSG SVKSK SVNSI SLBSB SOMSO ZAFZA SGSGS ESPES LKALK
SDNSD SURSR SJMSJ SWZSZ SWESE CHECH SYRSY TWNTW TJKTJ TZATZ THATH TLSTL TGOTG TKLTK TONTO TTOTT TUNTN TURTR TKMTM TCATC TUVTV UGAUG
UKRUA AREAE GBRGB USAUS UMIUM URYUY UZBUZ VUTVU VENVE VNMVN VGBVG VIRVI WLFWF ESHEH YEMYE ZMBZM ZWEZW ALAAX BESBQ CUWCW GGYGG IMNIM
JEYJE MNEME BLMBL MAFMF SRBRS SXMSX SSDSS XKKXK
`;

/** Other names in use, in plain letters. */
const ALIASES: Readonly<Record<string, string>> = {
  uk: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "northern ireland": "GB",
  "great britain": "GB",
  "united states of america": "US",
  america: "US",
  holland: "NL",
};

/** Languages in which a country's name is known. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "da", "nb", "sv", "cs"];

const ALPHA_2 = new Map(
  CODES.trim()
    .split(/\s+/)
    .map((code) => [code.slice(0, 3), code.slice(3)] as const),
);
const KNOWN = new Set(ALPHA_2.values());

let names: ReadonlyMap<string, string> | undefined;

/**
 * ISO 3166-1 alpha-2 of a country as people write it: `US`, `USA`, `U.S.A.`, `United States`, `Vereinigte Staaten`.
 * Undefined for anything else.
 */
export function countryCode(text: string | undefined): string | undefined {
  const word = (text ?? "").trim();
  if (word === "") return undefined;
  const code = word.replaceAll(".", "").toUpperCase();
  if (KNOWN.has(code)) return code;
  const plain = plainName(word);
  return ALPHA_2.get(code) ?? ALIASES[plain.replaceAll(".", "")] ?? namesOf().get(plain);
}

function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .trim();
}

function namesOf(): ReadonlyMap<string, string> {
  names ??= new Map(
    LANGUAGES.flatMap((language) => {
      const shown = new Intl.DisplayNames([language], { type: "region" });
      return [...KNOWN].map((code) => [plainName(shown.of(code) ?? ""), code] as const);
    }),
  );
  return names;
}
