/** Names and what they are called for short, from general knowledge of English given names. One line is one family. */
const FAMILIES = `
abigail abby gail
abraham abe bram
albert al bert bertie
alexander alex alec sandy sasha xander
alexandra alex sandra sandy lexie
alfred alf alfie fred freddie
alice ali allie
andrew andy drew
anne ann anna annie nan nancy hannah
anthony antony tony
archibald archie
arthur art artie
augustus gus august
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
bridget bridie biddy
cameron cam
caroline carolyn carrie carol lina
catherine katherine kathryn catharine kate kathy katie kitty cathy kath kay kit
charles charlie chuck chas
charlotte lottie charlie lotte
christina christine chris tina chrissie
christopher chris kit topher
clement clem
constance connie
cornelius con neil
cuthbert bert
daniel dan danny
david dave davy davey
deborah debbie deb debra
dennis denis den denny
dominic dom nick
donald don donnie
dorothy dot dolly dottie dora
douglas doug
edmund ed eddie ned ted
edward ed eddie ned ted teddy
eleanor nell nellie ellie nora elinor leonora
elizabeth elisabeth liz lizzie beth betty bess bessie betsy eliza lisa libby elsie
emily em emma milly
emmanuel manny
ernest ernie
eugene gene
evelyn eve evie
ezekiel zeke
florence flo florrie flossie
frances fanny fran frankie francie
francis frank frankie fran
franklin frank
frederick frederic fred freddie fritz rick
gabriel gabe
geoffrey jeffrey geoff jeff
george georgie geordie
gerald gerry jerry
gerard gerry
gertrude gertie trudy
gilbert gil bert
gregory greg
gwendolen gwendoline gwen
harold harry hal
harriet hattie harriett
helen nell nellie ellen lena helena
henrietta etta hettie
henry harry hal hank
herbert herb bert bertie
horace horatio
hubert bert hugh
hugh hughie huw
humphrey humph numps
ignatius iggy
isaac ike zac
isabella isabel isobel bella belle izzy isabelle
jacob jake
jacqueline jackie
james jim jimmy jamie jem jas
jane jenny janey janet
jasper jas
jean jeannie jeanie
jennifer jen jenny
jeremiah jerry jeremy
jessica jess jessie
joan joanie joanna
john jack johnny jon jock
jonathan jon jonny nathan
joseph joe joey jos
joshua josh
josephine jo josie
judith judy jude
julia julie jules
kenneth ken kenny
laurence lawrence larry laurie lawrie
leonard len lenny leo
lewis louis lou lew louie
lillian lilian lily lil
louisa louise lou
lucy lucille lucinda
magdalene maggie lena
malcolm mal
margaret maggie meg peggy madge marge margie daisy greta rita
martha patty mattie
martin marty
mary polly molly mamie may maria marie minnie
matilda tilly mattie maud
matthew matt mat
maurice morris mo
maximilian max
michael mike mick micky mickey
mildred millie
montague monty
nathaniel nat nathan nate
nicholas nicolas nick nicky colin
norman norm
oliver ollie noll
oswald oz ozzie
pamela pam
patricia pat patty tricia trish
patrick pat paddy
penelope penny
percival percy
peter pete
philip phillip phil pip
priscilla cilla prissy
rachel rae
ralph rafe
randolph randy
raymond ray
rebecca becky becca
reginald reg reggie
richard dick rick richie rich dickie ricky
robert bob rob bobby robbie robin bert
roderick rod roddy
rodney rod
roger rodge
roland rowland rolly
ronald ron ronnie
rosemary rose rosie
rupert bert
samantha sam
samuel sam sammy
sarah sally sara sadie
sebastian seb bastian
sidney sydney sid syd
simon sim simeon
solomon sol
stanley stan
stephen steven steve stevie
susan susannah sue susie suzanne sukey
sylvester sly
terence terry
teresa theresa terry tess tessa
theodore theo ted teddy
thomas tom tommy thos
timothy tim timmy
tobias toby
ursula ursie
valentine val
victor vic
victoria vicky vic tori
vincent vin vinny vince
virginia ginny
walter walt wally wat
wilfred wilf wilfrid fred
wilhelmina mina minnie willa
william bill billy will willie wm liam willy
winifred winnie fred
winston win
zachary zach zack
`;

const FORMAL = new Map<string, string[]>();
for (const family of FAMILIES.trim().split("\n")) {
  const [formal = "", ...short] = family.split(" ");
  for (const name of [formal, ...short]) FORMAL.set(name, [...(FORMAL.get(name) ?? []), formal]);
}

/** The names that `name` is, or may be short for: `bert` may be Albert or Robert. Just `name` itself when none is known. */
export function formalNames(name: string): readonly string[] {
  return FORMAL.get(name) ?? [name];
}
