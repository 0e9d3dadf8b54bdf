"""How usual English words are in news of any kind, at first. From bench/learning/usual_words.py."""

# ruff: noqa: SIM905 — word lists read better whole

from __future__ import annotations

_ROWS = """
peopl 468 two 453 govern 402 kill 399 report 358 stat 353 year 353 time 341 work 335 call 314 news 314 includ 311
told 307 new 305 last 304 around 303 first 299 mill 298 thr 283 official 269 plan 261 still 257 day 252 anoth 248
found 244 offic 244 well 243 know 237 week 237 accord 235 continu 235 need 230 area 225 back 225 com 224 days 223
follow 220 polic 217 died 212 help 211 way 210 start 209 president 207 dead 206 hospital 205 lead 205 effort 204 see
200 look 199 month 199 respons 197 take 197 hous 196 country 193 plac 192 happen 190 friday 189 want 189 home 188
agency 187 remain 187 death 186 depart 186 outsid 186 caus 185 man 185 least 184 tuesday 184 head 180 part 180
believ 178 pm 177 going 176 city 175 group 175 cent 174 already 173 mexico 173 hit 172 hour 172 try 172 operat 171
five 170 go 170 far 169 several 169 numb 168 british 167 lat 167 ask 166 world 166 april 165 memb 164 add 163 form
163 long 163 show 163 warn 163 right 162 act 161 estimat 160 oth 160 taken 160 unit 160 away 159 four 159 night 159
announc 158 thursday 156 come 155 larg 155 put 155 fami 154 affect 150 point 149 next 148 american 147 thousand 147
came 146 general 146 treat 146 ear 145 involv 145 informat 144 liv 144 quick 144 used 144 medical 143 monday 143
forc 141 play 141 public 141 set 141 local 140 end 139 expect 139 left 139 open 139 find 138 authority 137 chief 137
children 137 fear 137 good 137 seen 137 servic 137 tak 136 clos 135 national 135 second 135 secretary 135 disast 134
took 134 charg 133 manag 132 thing 132 tim 132 becom 131 high 131 worst 131 case 130 life 130 appear 129 receiv 129
releas 129 saturday 129 think 129 leav 127 littl 127 turn 127 investigat 126 move 126 problem 126 stop 126 six 125
community 124 deal 124 today 124 wednesday 124 emergency 123 say 123 rais 122 result 122 clear 121 company 121
condit 121 crisis 121 due 121 hand 121 lot 121 street 121 sunday 121 concern 120 despit 120 past 120 possibl 120
minist 119 bill 118 nev 118 hear 117 real 117 return 117 allow 116 contain 116 every 116 hundred 116 provid 116 best
115 nat 115 sign 115 story 115 director 114 enough 114 big 113 full 113 south 113 increas 112 morn 112 ban 111
distribut 111 earli 111 suffer 111 talk 111 control 110 court 110 damag 110 block 109 fire 109 run 109 woman 109 bad
108 main 108 support 108 team 107 develop 106 major 106 mak 106 seem 106 short 106 system 106 began 105 carry 105
hard 105 immediat 105 giv 104 meet 104 live 103 prevent 103 reach 103 respond 103 total 103 victim 103 build 102
hold 102 insid 102 record 102 arriv 101 biggest 101 great 101 security 101 went 101 given 100 someth 100 give 99
huge 99 obama 99 press 99 recent 99 keep 98 natural 98 along 97 direct 97 meanwhil 97 requir 97 small 97 across 96
almost 96 attempt 96 program 96 able 95 describ 95 infrastructur 95 mov 95 seven 95 chang 94 school 94 tell 94 bring
93 get 93 thought 93 uk 93 availabl 92 serious 92 mark 91 post 91 saw 91 situat 91 young 91 connect 90 updat 90
visit 90 north 89 spokesman 89 begin 88 noth 88 pass 88 stand 88 wat 88 face 87 injur 87 mean 87 grow 86 soon 86
third 86 anyth 85 cost 85 current 85 driv 85 fund 85 held 85 initial 85 use 85 decis 84 employ 84 free 84 friend 84
issu 84 late 84 shar 84 sure 84 york 84 bet 83 confirm 83 fac 83 fight 83 final 83 internat 83 top 83 staff 82 anyon
81 business 81 claim 81 history 81 stay 81 step 81 economy 80 evidenc 80 fall 80 list 80 safe 80 associat 79 car 79
complet 79 done 79 executiv 79 june 79 known 79 old 79 party 79 read 79 wait 79 attack 78 dai 78 eight 78 event 78
like 78 market 78 money 78 ord 78 violenc 78 wound 78 bank 77 bas 77 contact 77 off 77 political 77 someon 77 using
77 bbc 76 fail 76 feel 76 protect 76 relief 76 sent 76 spread 76 suspect 76 decid 75 detail 75 john 75 media 75 sit
75 care 74 half 74 identify 74 interview 74 march 74 occur 74 rul 74 strong 74 hope 73 london 73 mr 73 percent 73
season 73 global 72 heard 72 resident 72 speak 72 togeth 72 tri 72 body 71 check 71 cours 71 emerg 71 interest 71
threat 71 chanc 70 coast 70 east 70 nam 70 near 70 person 70 pow 70 women 70 drop 69 guard 69 minut 69 pric 69 pull
69 remov 69 scen 69 west 69 difficult 68 health 68 locat 68 threaten 68 america 67 behind 67 break 67 creat 67
everyon 67 federal 67 gave 67 less 67 previous 67 process 67 relativ 67 safety 67 struck 67 university 67 whit 67
angel 66 cut 66 decad 66 incident 66 resourc 66 stock 66 tens 66 walk 66 watch 66 air 65 declar 65 experienc 65
financial 65 miss 65 organizat 65 pay 65 prepar 65 slow 65 sourc 65 target 65 amount 64 apparent 64 broken 64
challeng 64 conferenc 64 dozen 64 michael 64 pictur 64 promis 64 central 63 economic 63 expert 63 led 63 mass 63
massiv 63 publish 63 shot 63 spent 63 determin 62 ground 62 loss 62 measur 62 rest 62 term 62 contribut 61 count 61
facility 61 judg 61 kind 61 latest 61 law 61 men 61 senior 61 sery 61 accus 60 capital 60 clean 60 discuss 60 hop 60
material 60 potential 60 risk 60 assess 59 barack 59 brought 59 critical 59 ensur 59 fact 59 focus 59 futur 59 girl
59 hurt 59 instead 59 lack 59 name 59 spend 59 whol 59 yesterday 59 alway 58 argu 58 different 58 everyth 58 figur
58 join 58 land 58 learn 58 moth 58 relat 58 site 58 agre 57 david 57 human 57 individual 57 largest 57 lost 57
offer 57 pick 57 send 57 video 57 wife 57 worry 57 buy 56 front 56 important 56 launch 56 rescu 56 tony 56 wash 56
washington 56 account 55 additional 55 low 55 probab 55 produc 55 recover 55 suggest 55 view 55 administrat 54 apart
54 arm 54 britain 54 campaign 54 child 54 committ 54 coupl 54 deploy 54 door 54 floor 54 gulf 54 present 54 rate 54
reg 54 understand 54 vehicl 54 weekend 54 elect 53 even 53 limit 53 line 53 moment 53 quit 53 rang 53 room 53 round
53 seek 53 septemb 53 surviv 53 word 53 alleg 52 cas 52 food 52 governor 52 indicat 52 particular 52 prim 52 singl
52 spokeswoman 52 transport 52 board 51 commit 51 crowd 51 destroy 51 dr 51 else 51 idea 51 job 51 mil 51 personal
51 project 51 road 51 scientist 51 ship 51 attend 50 attent 50 attorney 50 boy 50 industry 50 legal 50 level 50
nearby 50 quest 50 role 50 william 50 wors 50 cov 49 effect 49 handl 49 improv 49 rat 49 ready 49 reason 49 sens 49
southern 49 test 49 texa 49 approach 48 bush 48 caught 48 extrem 48 gather 48 imag 48 order 48 parent 48 park 48
representativ 48 scal 48 special 48 televis 48 town 48 ahead 47 box 47 citizen 47 criminal 47 declin 47 delay 47
enter 47 family 47 fish 47 foreign 47 forward 47 jam 47 military 47 often 47 photo 47 poor 47 travel 47 we'v 47
begun 46 blam 46 bord 46 brok 46 certain 46 consider 46 explain 46 platform 46 rush 46 side 46 deputy 45 dollar 45
feed 45 goes 45 heart 45 refus 45 train 45 urg 45 weapon 45 afternoon 44 alon 44 amid 44 avoid 44 bit 44 drug 44
equip 44 felt 44 georg 44 gone 44 host 44 key 44 normal 44 original 44 pleas 44 recovery 44 search 44 serv 44
similar 44 address 43 boost 43 broth 43 crew 43 daught 43 fatal 43 i've 43 newspap 43 pressur 43 request 43 robert
43 tv 43 twit 43 black 42 california 42 cover 42 defens 42 fir 42 injury 42 investigator 42 july 42 kept 42 link 42
marin 42 met 42 middl 42 none 42 partn 42 perform 42 reduc 42 shop 42 spot 42 accident 41 collaps 41 conduct 41 fast
41 island 41 messag 41 northern 41 obvious 41 perhap 41 significant 41 successful 41 thank 41 august 40 captur 40
collect 40 establish 40 exact 40 independent 40 load 40 multipl 40 oil 40 port 40 responsibility 40 reveal 40 simp
40 sound 40 trad 40 trial 40 fil 39 hill 39 own 39 prison 39 product 39 rath 39 reut 39 ris 39 strik 39 tragedy 39
aid 38 battl 38 chris 38 church 38 deep 38 demand 38 express 38 january 38 policy 38 reserv 38 separat 38 stag 38
struggl 38 surfac 38 troubl 38 usual 38 access 37 actual 37 brown 37 contract 37 controll 37 dangerous 37 entir 37
especial 37 heavy 37 invest 37 light 37 ongo 37 phon 37 rise 37 sort 37 stor 37 surround 37 violent 37 win 37 accept
36 advis 36 aim 36 base 36 book 36 burn 36 date 36 florida 36 flow 36 parlia 36 quot 36 responsibl 36 supp 36 valu
36 wear 36 witness 36 activity 35 age 35 approv 35 baby 35 credit 35 docu 35 gmt 35 insist 35 knew 35 predict 35 red
35 schedul 35 sever 35 weath 35 admit 34 answ 34 capacity 34 energy 34 european 34 exampl 34 feet 34 lift 34
maintain 34 ones 34 popular 34 privat 34 prompt 34 sal 34 sell 34 spok 34 websit 34 wide 34 worth 34 writ 34 ability
33 benefit 33 beyond 33 channel 33 commiss 33 devastat 33 district 33 effectiv 33 eith 33 escap 33 europ 33
everybody 33 field 33 gets 33 interior 33 jon 33 lin 33 nine 33 page 33 paul 33 photograph 33 possib 33 prior 33
represent 33 secur 33 shock 33 track 33 union 33 window 33 wrot 33 absolut 32 bed 32 civil 32 exist 32 fallen 32
firm 32 institut 32 intend 32 majority 32 mat 32 octob 32 onlin 32 piec 32 progress 32 recov 32 review 32 scienc 32
sometim 32 spe 32 st 32 stabl 32 throughout 32 unknown 32 army 31 bid 31 cars 31 chairman 31 complex 31 easi 31 foot
31 jobs 31 jump 31 necessary 31 network 31 novemb 31 ran 31 rock 31 surpris 31 suspend 31 unclear 31 whatev 31 addit
30 ang 30 camera 30 congress 30 consum 30 council 30 doctor 30 encourag 30 fath 30 featur 30 fill 30 guilty 30
helicopt 30 husband 30 opt 30 overwhelm 30 pledg 30 proper 30 react 30 rememb 30 replac 30 sea 30 shown 30 suppos 30
trip 30 wish 30 wrong 30 assistant 29 blow 29 cash 29 choic 29 complain 29 edt 29 eventual 29 extend 29 fell 29
financ 29 fly 29 fourth 29 harm 29 hom 29 ignor 29 impact 29 most 29 notic 29 opportunity 29 overall 29 populat 29
pretty 29 prosecutor 29 realiz 29 refer 29 respect 29 roll 29 sad 29 sav 29 soldi 29 specy 29 supply 29 surg 29
thoma 29 true 29 wall 29 beach 28 broadcast 28 calm 28 command 28 common 28 corn 28 county 28 dang 28 degr 28
democratic 28 design 28 essential 28 factor 28 failur 28 generat 28 guardian 28 happy 28 love 28 mobil 28
neighborhood 28 physical 28 pos 28 priority 28 push 28 rapid 28 restor 28 save 28 society 28 toll 28 vessel 28 ways
28 agr 27 appeal 27 bear 27 colleagu 27 debt 27 discover 27 february 27 game 27 gang 27 god 27 green 27 homicid 27
impossibl 27 meant 27 plus 27 pound 27 powerful 27 property 27 question 27 structur 27 student 27 sustain 27 vot 27
aircraft 26 alert 26 andrew 26 brief 26 centr 26 china 26 circumstanc 26 colleg 26 communicat 26 deny 26 differenc
26 draw 26 email 26 gas 26 listen 26 monitor 26 neighbor 26 not 26 note 26 professional 26 rare 26 regard 26 regular
26 shoot 26 social 26 star 26 surgery 26 touch 26 wildlif 26 aggressiv 25 aliv 25 ap 25 averag 25 bay 25 blood 25
clinic 25 consid 25 demonstrat 25 disrupt 25 elsewher 25 extent 25 giant 25 hits 25 imagin 25 journalist 25 mix 25
mount 25 natur 25 paid 25 pend 25 politician 25 posit 25 practic 25 promot 25 regulat 25 research 25 san 25 sought
25 spac 25 standard 25 success 25 throw 25 unfortunat 25 western 25 written 25 airport 24 allen 24 bar 24 bomb 24
crucial 24 cuts 24 fresh 24 glob 24 grab 24 halt 24 homeland 24 hotel 24 hundr 24 intent 24 kids 24 ministry 24
personnel 24 radio 24 repeat 24 stress 24 sum 24 telephon 24 trust 24 twic 24 typical 24 unabl 24 violat 24
appropriat 23 blog 23 catch 23 class 23 debat 23 domestic 23 doubt 23 drink 23 drov 23 earth 23 enforc 23
environmental 23 exchang 23 eye 23 fair 23 fit 23 gain 23 hot 23 install 23 justic 23 king 23 lock 23 los 23 lov 23
lying 23 mike 23 pap 23 plant 23 plead 23 prov 23 quiet 23 remind 23 republican 23 rose 23 russia 23 scar 23 screen
23 simpl 23 stem 23 tour 23 yes 23 activ 22 angry 22 awar 22 bottl 22 bought 22 camp 22 celebrat 22 club 22
construct 22 crash 22 criticism 22 definit 22 destruct 22 detect 22 earthquak 22 examin 22 finish 22 fox 22 hall 22
highest 22 inde 22 lay 22 long-term 22 mayb 22 packag 22 performanc 22 possibility 22 presenc 22 professor 22 reject
22 rule 22 seat 22 sect 22 settl 22 shift 22 sight 22 spr 22 storm 22 sudden 22 sun 22 tax 22 troop 22 voic 22 web
22 adopt 21 alarm 21 blue 21 brand 21 budget 21 cancel 21 cloth 21 conflict 21 content 21 corporat 21 crim 21 cultur
21 decemb 21 donat 21 earn 21 extra 21 eyes 21 formal 21 heavi 21 houston 21 i'd 21 johnson 21 joint 21 magazin 21
matt 21 minor 21 oppos 21 pet 21 protest 21 resolv 21 richard 21 sentenc 21 sleep 21 terribl 21 text 21 tonight 21
tough 21 traffic 21 wave 21 we'll 21 welcom 21 wond 21 animal 20 arrival 20 assistanc 20 await 20 award 20 born 20
canada 20 constant 20 cook 20 cross 20 custom 20 daniel 20 data 20 defend 20 divis 20 easy 20 eric 20 evacuat 20
farm 20 flight 20 frustrat 20 guarant 20 iraq 20 let 20 mind 20 ok 20 period 20 poll 20 positiv 20 presidential 20
prop 20 quart 20 relationship 20 restrict 20 rout 20 scientific 20 select 20 shut 20 stretch 20 supermarket 20 task
20 technology 20 tomorrow 20 truck 20 upset 20 vast 20 warm 20 abus 19 annual 19 appearanc 19 appoint 19 asian 19
built 19 chemical 19 christian 19 click 19 commission 19 comput 19 consult 19 coverag 19 dark 19 editor 19 environ
19 film 19 foundat 19 fuel 19 ful 19 germany 19 goal 19 heat 19 joseph 19 ken 19 languag 19 match 19 mayor 19 mistak
19 model 19 negotiat 19 opin 19 preliminary 19 rely 19 scor 19 scream 19 sist 19 temporari 19 understood 19 unless
19 vers 19 afp 18 alongsid 18 answer 18 assist 18 author 18 bare 18 ben 18 besid 18 breath 18 bus 18 careful 18
century 18 ceo 18 cnn 18 commercial 18 confus 18 consequenc 18 correspondent 18 cry 18 deliver 18 doubl 18 driven 18
edit 18 engin 18 fellow 18 flew 18 flood 18 frequent 18 gordon 18 grew 18 illegal 18 inform 18 jackson 18 joe 18
journal 18 knock 18 manufactur 18 medicin 18 negativ 18 object 18 opposit 18 pack 18 permanent 18 phas 18 pray 18
primary 18 pump 18 purchas 18 reality 18 resum 18 runs 18 smith 18 somebody 18 stood 18 straight 18 survey 18 tap 18
tragic 18 type 18 villag 18 wake 18 will 18 advic 17 affair 17 atlantic 17 boat 17 bureau 17 busy 17 cast 17
christoph 17 concentrat 17 correct 17 criticis 17 dies 17 eastern 17 enabl 17 except 17 explod 17 extensiv 17
facebook 17 faith 17 famous 17 football 17 grant 17 headquart 17 historic 17 honor 17 hopeful 17 investor 17 isolat
17 japan 17 kick 17 lose 17 lots 17 mary 17 monetary 17 nobody 17 observ 17 permit 17 prais 17 procedur 17 profit 17
regional 17 retir 17 risen 17 royal 17 sarah 17 seal 17 sorry 17 stick 17 survival 17 tear 17 technical 17 tip 17
tru 17 vulnerabl 17 wood 17 activat 16 adult 16 ambulanc 16 applicat 16 arrest 16 audienc 16 bail 16 balanc 16 beat
16 belong 16 chas 16 client 16 constitut 16 coordinat 16 depend 16 difficulty 16 disappoint 16 dismiss 16 dramatic
16 drawn 16 duty 16 dying 16 enjoy 16 ent 16 erupt 16 escalat 16 expand 16 expertis 16 explos 16 favor 16 femal 16
garden 16 gear 16 gray 16 hell 16 india 16 introduc 16 jim 16 laws 16 manslaught 16 matthew 16 memory 16 ms 16
obtain 16 oh 16 operator 16 ordinary 16 overnight 16 pain 16 percentag 16 propos 16 race 16 religious 16 revis 16
rid 16 smok 16 somewher 16 spark 16 specific 16 sport 16 steven 16 strength 16 stuff 16 subject 16 substantial 16
tackl 16 ten 16 tend 16 testify 16 tir 16 unlik 16 worldwid 16 you'v 16 zone 16 afford 15 africa 15 alex 15 anyway
15 appreciat 15 articl 15 assur 15 attach 15 bankruptcy 15 basic 15 behalf 15 cap 15 chair 15 charl 15 color 15
confront 15 dispatch 15 disput 15 ele 15 emotional 15 empty 15 endanger 15 enormous 15 evaluat 15 fifth 15 forget 15
french 15 gath 15 grand 15 gross 15 grown 15 guy 15 handful 15 hang 15 inspect 15 insuranc 15 lawy 15 loan 15 navy
15 nice 15 otherwis 15 perfect 15 politic 15 queen 15 recess 15 reflect 15 reopen 15 restaurant 15 ruin 15 scott 15
seiz 15 senator 15 shap 15 sick 15 slight 15 solut 15 spar 15 steel 15 stev 15 suit 15 switch 15 tabl 15 tank 15
teach 15 trig 15 underway 15 vital 15 wild 15 won 15 acut 14 agent 14 alternativ 14 app 14 arms 14 arrang 14 asset
14 belief 14 bob 14 brian 14 canadian 14 capabl 14 compensat 14 controversial 14 crazy 14 dec 14 deliv 14 disappear
14 display 14 educat 14 england 14 eu 14 everywher 14 fun 14 growth 14 guess 14 gun 14 henry 14 hid 14 influenc 14
jan 14 knowledg 14 lady 14 leadership 14 lewis 14 martin 14 miami 14 music 14 neith 14 nov 14 numerous 14 outbreak
14 outlin 14 pocket 14 pop 14 possess 14 purpos 14 quantity 14 reasonabl 14 relevant 14 rich 14 row 14 silv 14 size
14 skill 14 solv 14 specifical 14 speculat 14 study 14 theat 14 they'v 14 tiny 14 tow 14 trap 14 undermin 14 unfold
14 upp 14 various 14 volum 14 vote 14 warrant 14 weak 14 widespread 14 wind 14 abc 13 advantag 13 afraid 13
afterward 13 anybody 13 approximat 13 asia 13 attract 13 australia 13 auto 13 bottom 13 broad 13 candidat 13
capability 13 capt 13 civilian 13 climat 13 commerc 13 confidenc 13 congressional 13 convinc 13 dan 13 deserv 13
detain 13 disagr 13 discharg 13 dog 13 echo 13 entertain 13 file 13 fine 13 footag 13 guys 13 hair 13 ill 13 intens
13 internal 13 item 13 jail 13 jose 13 labor 13 louisiana 13 lt 13 map 13 mental 13 nationwid 13 nbc 13 negligent 13
paint 13 pair 13 partial 13 plea 13 proposal 13 rank 13 reassur 13 recogniz 13 recommend 13 reward 13 ring 13 rumor
13 sale 13 sat 13 sector 13 senat 13 should 13 simon 13 sky 13 spray 13 stak 13 status 13 strain 13 strang 13 stuck
13 teenag 13 titl 13 tom 13 tourist 13 transit 13 tremendous 13 unemploy 13 unprecedent 13 van 13 variety 13 vega 13
veteran 13 weaken 13 acknowledg 12 adequat 12 alcohol 12 ann 12 anthony 12 anticipat 12 asid 12 boys 12 cameron 12
cbs 12 chicago 12 cit 12 combinat 12 comfort 12 complaint 12 complicat 12 conclud 12 conservativ 12 conversat 12
cooperat 12 cop 12 cope 12 corrupt 12 democracy 12 democrat 12 depress 12 detroit 12 devic 12 dominat 12 don 12
dress 12 edge 12 entranc 12 epicentr 12 fan 12 fash 12 fing 12 flag 12 fled 12 ford 12 forth 12 frank 12 freedom 12
georgia 12 guid 12 headlin 12 height 12 highlight 12 hol 12 horribl 12 identity 12 illness 12 impos 12 impress 12
incom 12 indian 12 internet 12 ita 12 jersey 12 jury 12 lee 12 legislat 12 lesson 12 louis 12 magnitud 12 mention 12
mouth 12 murd 12 nick 12 occasional 12 ourselv 12 painful 12 patrick 12 patrol 12 peac 12 presidency 12 rain 12
reform 12 reputat 12 riv 12 rough 12 scrutiny 12 self 12 sharp 12 shed 12 shell 12 sid 12 sing 12 sold 12 specialist
12 speech 12 spill 12 spirit 12 spokesperson 12 stephen 12 ston 12 suf 12 survivor 12 terrorist 12 tone 12 topic 12
tropical 12 tumbl 12 tweet 12 urgent 12 usa 12 visibl 12 wid 12 16-year-old 11 abandon 11 activist 11 actor 11 adds
11 administer 11 afghanistan 11 amaz 11 analysis 11 anywher 11 ashor 11 assert 11 background 11 basical 11 basis 11
batter 11 bond 11 captain 11 card 11 casualty 11 circl 11 clash 11 comparison 11 compet 11 condemn 11 consistent 11
costa 11 craig 11 deadlin 11 desir 11 distanc 11 draft 11 dramatical 11 eat 11 embassy 11 ends 11 engag 11 etc 11
evil 11 expensiv 11 expos 11 fault 11 fed 11 firefight 11 fix 11 fought 11 fragil 11 gallon 11 gam 11 graduat 11
graphic 11 grateful 11 healthy 11 holiday 11 household 11 i'll 11 ice 11 ii 11 instanc 11 jack 11 janet 11 jr 11
kevin 11 lend 11 lie 11 loos 11 loot 11 loud 11 marry 11 mask 11 memorial 11 mere 11 mess 11 method 11 mot 11 motor
11 napolitano 11 nois 11 occas 11 ocean 11 organiz 11 overcom 11 pacific 11 participat 11 passeng 11 patient 11
perceiv 11 pour 11 preparat 11 proceed 11 proport 11 recall 11 reliev 11 remark 11 rep 11 repair 11 rog 11 satisfy
11 scandal 11 shouldn't 11 sink 11 slip 11 southeast 11 spoken 11 squar 11 strategy 11 tape 11 temporary 11 thorough
11 thrown 11 tied 11 trac 11 tripl 11 unusual 11 victory 11 wip 11 yourself 11 achiev 10 acquir 10 acts 10 adam 10
advertis 10 alan 10 allegat 10 andy 10 anymor 10 arab 10 asks 10 assum 10 assumpt 10 atlanta 10 aug 10 australian 10
ball 10 bars 10 beautiful 10 behavior 10 bloody 10 borrow 10 boss 10 bridg 10 carolina 10 cart 10 chamb 10 chao 10
cheap 10 clark 10 closur 10 cloud 10 co 10 cocktail 10 compar 10 compound 10 condolenc 10 convict 10 cousin 10 crud
10 custody 10 dat 10 dawn 10 dependent 10 diplomatic 10 dirty 10 diseas 10 down 10 downtown 10 drag 10 edward 10
english 10 entry 10 equal 10 euro 10 evident 10 execut 10 expens 10 external 10 extraordinary 10 fals 10 few 10
flash 10 flown 10 francisco 10 gary 10 glass 10 gold 10 golden 10 greatest 10 hir 10 hole 10 hung 10 hunt 10 inc 10
inject 10 innocent 10 interim 10 invit 10 iran 10 jason 10 label 10 laid 10 lett 10 licens 10 lik 10 lord 10 luis 10
mexican 10 mood 10 mountain 10 narrow 10 no-on 10 outrag 10 oversea 10 penalty 10 prosecut 10 prospect 10 pursu 10
re 10 remember 10 remot 10 ride 10 sack 10 scotland 10 secret 10 sham 10 shout 10 signal 10 smil 10 sons 10 submit
10 subsequent 10 suicid 10 tall 10 temperatur 10 traditional 10 trail 10 transf 10 trigger 10 user 10 valley 10 vary
10 virtual 10 vow 10 wast 10 welfar 10 yard 10 youth 10
""".split()

USUAL: dict[str, float] = {key: int(many) / 1000 for key, many in zip(_ROWS[::2], _ROWS[1::2], strict=True)}
"""By stem, the share of articles that hold it."""
