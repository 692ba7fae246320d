/** Sentences as people write them on pathway maps, in goals, comments and facts with sources: none of them points to one real person. */
export const PATHWAY_SENTENCES: readonly string[] = `
In 2017/18, 60,877 of 122,277 people who could take part did
NACR 2019: 52% uptake, 135,861 eligible patients
2017/18 compared with 2018/19 and 2019/20
From 1 April 2023 to 31 March 2024
Between 2010 and 2020 waits grew from 18 to 43 weeks
Data for 2021-2022, 2022-2023 and 2023-24
Call 111
Call 111 or 999
In an emergency call 999, for advice call 111 option 2
Ring 112 from abroad
Crisis line: 0800 111 4567
Call the Samaritans free on 116 123
Call 0300 330 3311 to ask for a place
Ring 0300 123 1234, Monday to Friday 9:00 to 17:00
Helpline 0808 802 1234 is free
Phone 0345 608 4455 for the switchboard
Call 0844 477 1200
From abroad +44 300 330 3311
Text SHOUT to 85258
Text HEART to 70085
Use 18001 before the number for text relay
Ask at extension 4512
Bleep 2204
Meet at 10:30
Sessions at 10:30, 13:00 and 15:45
Open 08:00-18:30 Monday to Friday, 09:00-12:00 on Saturday
Open 0800 to 1830
Shifts begin at 0700, 1330 and 2100
Shifts 0730 1330 2030
Ward round 0800-0930
Next meeting: Monday 12 January 2026, 14:00
Meeting on 12/01/2026 at 10:30
Meetings 12/01/2026, 26/01/2026 and 09/02/2026
Dates: 12.01.2026, 26.01.2026, 09.02.2026
2026-01-12 to 2026-02-09
01-02-2017 10:30
Meeting with Anna Jones on 12 November 2025
Anna Jones, 12 November 2025
Meeting with Mrs Patel, 3 October 2025
Agreed by Jane Smith 12/11/2025
Reviewed by Dr Jones 4 May 2019
Dr Khan, 12 March 2008
Minutes of 3 March 2024
NICE guideline NG185, published 18 November 2020
NICE guideline CG172 (November 2013), updated 3 May 2016
National Audit 12/03/2005
Health Act 19 July 1999
The Human Rights Act came into force on 2 October 2000
Data Protection Act 23 May 2018
NHS Long Term Plan 7 January 2019
The NHS was born on 5 July 1948
People born on or after 1 September 2008 are not offered it
People born before 1 September 1957 get the shingles vaccine
Anyone born between 1 January 1950 and 31 December 1960
Children born after 1 January 2020
Those whose date of birth is 1 January 1957 or earlier
Ask for name and date of birth at the desk
Check the date of birth and the NHS number
Check NHS number and address before each call
We never ask for your NHS number on the phone
The NHS number has 10 digits
NHS 24 opened in 2001
NHS 111 online
NHS England 2023
NHS Digital 2019 2020 2021
Walk 10,000 steps a day
From 2,500 to 7,500 steps in 12 weeks
Steps: 3000 4500 6000 7500
3000, 4500, 6000 and 7500 steps
6 minute walk: 320 m, 350 m, 410 m
Twice a week for 8 to 12 weeks
8 weeks x 2 sessions x 60 minutes
Aspirin 75 mg once a day
Atorvastatin 80 mg at night, bisoprolol 2.5 mg in the morning
Ramipril 1.25 mg, 2.5 mg, 5 mg, 10 mg
GTN 400 micrograms, 1 or 2 sprays
Salbutamol 100 micrograms 2 puffs up to 4 times a day
Prednisolone 30 mg for 5 days
Vitamin B12 5mg by injection
Give 1 B12 5mg tablet
Insulin 10 units at 8:00 and 18:00
Oxygen at 2 l/min, target 88-92%
Blood pressure 140/90, aim 130/80
HbA1c 48 mmol/mol (6.5%)
HbA1c change +5 10 15
FEV1 50% to 79%
BMI 25 to 29.9
LDL below 1.8 mmol/l
eGFR 45, 60 and 90
MRC grade 3 or more
ICD-10 codes I21.0, I21.4 and I25.10
SNOMED code 4010232137
SNOMED CT 394701000
SNOMED CT code 22298006
dm+d code 319773006
OPCS K40.1
ISBN 978-0-306-40615-7
ISBN 0-306-40615-2
ISBN 0306406152
ISBN-10: 0198526636
ISBN 4010232137
ISSN 1468-2834
https://doi.org/10.1136/heartjnl-2019-315566
doi:10.1093/eurheartj/ehz424
DOI 10.1136/bmj.4010232137
Source: https://www.nice.org.uk/guidance/ng185
Source: www.england.nhs.uk/wp-content/uploads/2019/07700900123.pdf
See nhs.uk/conditions/0117-496-0123
https://example.org/?who=jane@example.org
Dalal HM, Doherty P, Taylor RS. BMJ 2015;351:h5000
Anderson L, Cochrane Database Syst Rev 2016;1:CD001800
PMID: 4010232137
PMID 26730878, PMCID PMC4491941
BMJ 2018;360:k1234
Lancet 2014; 383: 2002-2014
NCT02796755 and ISRCTN01632960983
Grant 4010232137
NIHR award 17/62/07
Registered charity 1089464
Company number 01632960
Company number 4010232137
Order 4010232137
Zoom meeting ID 401 023 2137, passcode 123456
Meeting ID: 4010232137
Version 4010232137
Account 07700900123
£4 010 232 137 were spent
£1.2 million in 2019/20
£ 4010232137
Cost: £3,500,000 to £4,200,000
$4010232137
7,000,000,000 people
4,010,232,137
4 010 232 137
1 234 567 890
100 000 000 people
+10 000 000 people
+100 000 000
From +5% to +10%
A rise of +2.5 points
1 in 10, 2 in 100, 3 in 1,000
1 2 3 4 5 6 7 8 9 10
10 20 30 40 50 60 70 80 90 100
12 14 16 18 20 22 24 26
1234567890
0123456789
0000000000
1111111111
9999999999
4444444444
2017 2018 2019 2020
2017 2018 19
0.05 0.01 0.001
p < 0.001, 95% CI 0.75-0.92, n = 14 486
n=122277
3.14159265358979
00.00
0.0044770090
Ratio 0.0044 7700 900123
10:00 44 77 00 90 01 23
SW1
Areas SW1, SW2 and E14
Everyone in BS1 to BS16
Postcodes LS1, LS2, LS7 and LS8
The clinic is in SW1A 2AA
St Thomas' Hospital, Westminster Bridge Road, London SE1 7EH
Health centre, 80 Meadow Road, SW8 2XX
Royal Infirmary, 51 Little France Road, Edinburgh EH16 4SA
The surgery at 12 Station Road, Bristol BS1 4ND
Wheatfield Library, 12 High Street, LS1 4AP
Meet at the village hall, 3 Church Lane, CB7 4AB
Ward 7, SE1 7EH
Floor 3, SE1 7EH
Suite 5 SE1 7EH
In 2019 SW1A 2AA had no bus
In 2019 we met at Station Road, London SW1A 2AA
40 people live near Station Road, BS1 4ND
30 minutes from Station Road, BS1 4ND
12 Station Road
Take bus 12 to Station Road
Bus 12 to BS1 4ND
Routes 7 and 12, from Mill Lane
Room 12, first floor, Main Street entrance
Step 1 A1 2AB
Beds 1 to 12, Green ward
GP practice, lane 3, stage 2
info@example.org
Write to england.contactus@nhs.net
Ask pals@trust.nhs.uk
cardiac.rehab@trust.nhs.uk
referrals.cardiac@trust.nhs.uk
no-reply@example.org
office@surgery.example.co.uk
appointments@clinic.example.org
@Jane can you look at this?
@Jane Smith and @Bo: agreed?
3 patients @ 10.30
Meet @ the café
Follow @HeartUK
a@b
user@localhost
Jane and Bo said yes
Jane Smith, carer
Mrs Patel told us about her walk
Dr Jones and Sister Okafor
Born in Leeds, lives in York
I was born with a heart condition
She was born in 1956
Born 1956
Jane Smith (1956)
Aged 65 to 74
People over 65 and under 18
5 to 7 days after leaving hospital
Within 28 days of referral, in 95% of cases
Referral within 3 working days, assessment within 10 working days
Phase 1, 2, 3 and 4
Phase 3: 8 weeks; phase 4: for life
4-6 weeks after surgery
24/7
7 days, 24 hours
24-hour ECG, 12-lead ECG
1:1 and 1:12 groups
Team of 1.0 WTE band 7, 2.6 WTE band 6, 0.4 WTE band 8a
Bands 2-4, 5, 6, 7 and 8a-d
3 nurses, 2 physios, 1 dietitian
15 places x 3 groups = 45 people
Table 1.2.3, figure 4-5, page 10-11
Section 2.1.4.3
Version 1.0.2 of 2024-05-01
v07.700.900
192.168.100.101
IP 10.0.0.1
#4010232137
ref/4010232137
A4010232137
4010232137b
4010232137.5
07700900123456
070090012
077009001
01632
0117
020 people
02 of 10
07 January
07/08/2017
07-08-2017 123
01.02.2017
1/2/2017
3/4
13/13/1956
Jane Smith 45/45/1956
Jane Smith 03/04/2056
Jane Smith 3/4
DOB 1956
DOB unknown
Date of birth, for example 31/12/1960
National Service Framework March 2000
Royal Charter 5 July 1948
Jo Smith retired on 5 July 1998
Wheatfield Programme started 5 July 1998
Monday Tuesday 05/07/1998
٠٧٧٠٠ ٩٠٠١٢٣
`.trim().split('\n');
