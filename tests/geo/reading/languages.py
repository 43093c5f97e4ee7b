"""A paragraph of 200 to 400 characters in each language, written for these tests."""

from __future__ import annotations

PARAGRAPHS = {
    "en": "The railway between the two ports has not been built yet. Lorries wait at the crossing "
    "for a day or "
    "two, and most of the grain still goes by sea. Officials say that work will begin when the land "
    "has been "
    "bought, but nobody in the town believes them any more.",
    "ru": "Железная дорога между двумя портами ещё не построена. Грузовики стоят на границе по двое "
    "суток, а зерно "
    "по-прежнему везут морем. Чиновники говорят, что работы начнутся, когда будет выкуплена земля, "
    "но в городе "
    "этому уже никто не верит.",
    "az": "İki liman arasında dəmir yolu hələ tikilməyib. Yük maşınları sərhəddə iki gün gözləyir, "
    "taxılın çox "
    "hissəsi isə yenə də dənizlə daşınır. Məmurlar deyirlər ki, torpaq alındıqdan sonra iş "
    "başlayacaq, amma "
    "şəhərdə buna artıq heç kim inanmır.",
    "tr": "İki liman arasındaki demiryolu henüz yapılmadı. Kamyonlar sınırda iki gün bekliyor, "
    "tahılın çoğu ise hâlâ "
    "deniz yoluyla taşınıyor. Yetkililer arazi satın alındıktan sonra çalışmaların başlayacağını "
    "söylüyor, ama "
    "kentte buna artık kimse inanmıyor.",
    "fa": "راه‌آهن میان این دو بندر هنوز ساخته نشده است. کامیون‌ها دو روز در مرز می‌مانند و بیشتر "
    "گندم هنوز از راه "
    "دریا برده می‌شود. مقام‌ها می‌گویند که پس از خرید زمین، کار آغاز خواهد شد، اما در شهر دیگر کسی "
    "این را باور "
    "نمی‌کند و همه منتظرند که ببینند چه می‌شود.",
    "hy": "Երկու նավահանգիստների միջև երկաթուղին դեռ կառուցված չէ։ Բեռնատարները սահմանին սպասում են "
    "երկու օր, իսկ "
    "հացահատիկի մեծ մասը շարունակում են տեղափոխել ծովով։ Պաշտոնյաներն ասում են, որ աշխատանքը կսկսվի հողը "
    "գնելուց հետո, բայց քաղաքում դրան այլևս ոչ ոք չի հավատում։",
    "ka": "ორ ნავსადგურს შორის რკინიგზა ჯერ არ აშენებულა. სატვირთო მანქანები საზღვარზე ორ დღეს "
    "იცდიან, ხორბლის "
    "უმეტესობა კი კვლავ ზღვით გადააქვთ. ჩინოვნიკები ამბობენ, რომ სამუშაო მიწის შესყიდვის შემდეგ დაიწყება, "
    "მაგრამ ქალაქში ამის აღარავის სჯერა.",
    "kk": "Екі порттың арасындағы теміржол әлі салынған жоқ. Жүк көліктері шекарада екі күн күтеді, "
    "ал астықтың "
    "көп бөлігі бұрынғыдай теңіз арқылы тасымалданады. Шенеуніктер жер сатып алынғаннан кейін жұмыс "
    "басталады "
    "дейді, бірақ қалада бұған енді ешкім сенбейді.",
    "tk": "Iki portuň arasyndaky demir ýol entek gurulmady. Ýük ulaglary serhetde iki gün garaşýar, "
    "dänäniň köp "
    "bölegi bolsa öňküsi ýaly deňiz arkaly daşalýar. Resmiler ýer satyn alnandan soň işiň başlanjakdygyny "
    "aýdýarlar, emma şäherde muňa indi hiç kim ynanmaýar.",
    "uk": "Залізницю між двома портами ще не побудовано. Вантажівки стоять на кордоні по дві доби, а "
    "зерно, як і "
    "раніше, везуть морем. Посадовці кажуть, що роботи почнуться, коли буде викуплено землю, але в "
    "місті цьому "
    "вже ніхто не вірить.",
    "de": "Die Eisenbahn zwischen den beiden Häfen ist noch nicht gebaut. Die Lastwagen warten zwei "
    "Tage an der "
    "Grenze, und das meiste Getreide wird weiterhin über das Meer gebracht. Die Beamten sagen, dass "
    "die Arbeiten "
    "beginnen, sobald das Land gekauft ist, aber in der Stadt glaubt das niemand mehr.",
    "fr": "Le chemin de fer entre les deux ports n'est pas encore construit. Les camions attendent "
    "deux jours à la "
    "frontière et la plupart des céréales passent toujours par la mer. Les fonctionnaires disent que "
    "les travaux "
    "commenceront quand les terres seront achetées, mais en ville plus personne ne les croit.",
    "es": "El ferrocarril entre los dos puertos todavía no se ha construido. Los camiones esperan "
    "dos días en la "
    "frontera y la mayor parte del trigo sigue yendo por mar. Los funcionarios dicen que las obras "
    "empezarán "
    "cuando se haya comprado la tierra, pero en la ciudad ya nadie se lo cree.",
}

OTHERS = {
    "it": "La ferrovia tra i due porti non è ancora stata costruita. I camion aspettano due giorni "
    "alla frontiera "
    "e la maggior parte del grano viaggia ancora per mare. I funzionari dicono che i lavori "
    "cominceranno quando "
    "il terreno sarà acquistato, ma in città nessuno ci crede più.",
    "nl": "De spoorlijn tussen de twee havens is nog niet gebouwd. De vrachtwagens wachten twee "
    "dagen aan de grens "
    "en het meeste graan gaat nog steeds over zee. Ambtenaren zeggen dat het werk zal beginnen als "
    "de grond is "
    "gekocht, maar in de stad gelooft niemand hen meer.",
    "pl": "Kolej między dwoma portami nie została jeszcze zbudowana. Ciężarówki czekają na granicy "
    "dwa dni, a "
    "większość zboża nadal płynie morzem. Urzędnicy mówią, że prace zaczną się po wykupieniu ziemi, "
    "ale w mieście "
    "nikt już w to nie wierzy.",
    "ar": "لم تُبنَ السكة الحديدية بين الميناءين بعد. تنتظر الشاحنات يومين على الحدود، وما زال معظم "
    "القمح يُنقل عن "
    "طريق البحر. يقول المسؤولون إن العمل سيبدأ بعد شراء الأرض، لكن لا أحد في المدينة يصدقهم، وهذا ما "
    "كان في كل "
    "عام من الأعوام الماضية.",
    "bg": "Железницата между двете пристанища още не е построена. Камионите чакат на границата по "
    "два дни, а "
    "зърното все още се превозва по море. Чиновниците казват, че работата ще започне, когато земята "
    "бъде купена, "
    "но в града вече никой не им вярва.",
    "ky": "Эки порттун ортосундагы темир жол азырынча курула элек. Жүк ташуучу унаалар чек арада эки "
    "күн күтөт, ал "
    "эми эгиндин көбү мурдагыдай эле деңиз аркылуу ташылат. Аткаминерлер жер сатып алынгандан кийин жумуш "
    "башталат дешет, бирок шаарда буга эми эч ким ишенбейт.",
    "uz": "Ikki port orasidagi temir yo‘l hali qurilmagan. Yuk mashinalari chegarada ikki kun "
    "kutadi, donning ko‘p "
    "qismi esa avvalgidek dengiz orqali tashiladi. Amaldorlar yer sotib olingandan keyin ish "
    "boshlanadi deyishadi, "
    "lekin shaharda bunga endi hech kim ishonmaydi.",
}
