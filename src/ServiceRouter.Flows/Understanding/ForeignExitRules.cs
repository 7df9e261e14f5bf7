namespace ServiceRouter.Flows.Understanding;

/// <summary>How people ask for a person in English, in Arabic, and in Arabic typed with Latin letters (Maghreb and Levant).</summary>
internal static class ForeignExitRules
{
    public static readonly string[] LookAlikes =
    [
        "single|elderly|disabled|sick|dependent|other|deceased|per|each|third|one|two|three person|personne|people|adult", "person|personne|people in|with|under|over|who|over_the", "number of people", "on|in behalf .. person|personne|someone",
        "someone else", "talk|talking about", "human|person resources|rights",
        "بدون|من|عن موظف", "كيف|كيفاش اصبح|نولي|اكون موظف|مستشار", "لشخص|شخص|الشخص وحيد|واحد|متوفي|معاق|مسن|وحده",
    ];

    public static readonly (string Name, string Wording)[] Explicit =
    [
        ("english", "^ ?please|hi|hello ?a|an|get|live|real|speak|talk ?to ?a|an|real human|agent|advisor|adviser|representative|operator|person|personne|someone|counselor|counsellor ?being|agent|person|personne ?please|now|pls $"),
        ("english", "speak|talk|chat|speaking|talking|connect|connected|connecting|transfer|transferred|transfering|put|through|refer|forward|discuss|spik|speek|tolk ?me|it|this|directly ?with|to|through|with ?to ?a|an|the|one|your|any|one_of|of|some ?your|of|real|live|actual|human|french|local|nice|person|personne someone|somebody|anyone|anybody|human|humans|person|personne|persons|people|agent|advisor|adviser|representative|rep|operator|staff|counselor|counsellor|employee|man|woman|guy|manager|supervisor|real|live|being"),
        ("english", "want|need|like|prefer|wish|get|have|reach|see|contact|give|find|meet|wanna|require|call .. to|a|an|with|some|any|the|me|real|live|actual|someone|somebody|human ?real|live|actual|human|other human|person|personne|agent|advisor|adviser|representative|operator|someone|somebody|counselor|counsellor|adviser|staff|being !else"),
        ("english", "want|need|like|get|reach|contact|give|find|call ?me|to|speak|talk|hold|of ?speak|talk|hold|to ?to|of someone|somebody|anyone !else"),
        ("english", "real|live|actual|human|flesh person|personne|human|people|agent|advisor|adviser|someone|being|representative|voice|operator|contact|help|support|assistance"),
        ("english", "is|anybody|anyone|somebody|someone|are|any ?there ?any|a ?real anyone|somebody|anybody|someone|human|humans|people|person|personne|there|home|out ?here|there|available|real"),
        ("no robot", "no|not|stop|hate|without|enough|dont|sick|tired|t ?want|a|more|of|with|like|talking|talk|these|this|the ?want|to|a|the|talking|stupid|talk ?to|a|with ?a|the|stupid robot|robots|bot|bots|machine|machines|computer|chatbot|ai|automatic"),
        ("no robot", "talk|talking|speak|speaking|chat|chatting|deal|dealing to|with ?a|an|this|your|the ?stupid|damn bot|robot|machine|computer|chatbot !or"),
        ("english", "call|phone|ring|callback ?back|please me|back ?back|. please|when|now|on|at|$|.|asap|tomorrow|today|because|about|svp"), ("english", "^ ?please|can|could ?you|someone|somebody call|phone me"), ("english", "can|could|would|will someone|somebody|anyone|anybody|you|one_of_you ?please ?call|phone|help|speak|talk|assist|explain|answer ?me|with|to me|back"),
        ("english", "^ ?i|just ?want|need ?please ?a someone|somebody|person|personne|human|agent|advisor ?who|that|is ?is real|please|now|alive|there $|."), ("english", "someone|somebody|anyone|person|personne real|alive|human"), ("english", "want|need|wants|give|get|prefer|only ?me ?a|an ?real human|humans|agent|person|personne|advisor|adviser ?please $|."), ("english", "customer service|support"), ("english", "human please|now|pls|help|agent|being|only|assistance"), ("english", "help from|by a|an|someone|somebody human|person|personne|someone|real"),
        ("arabic", "<arabicTalk> ... <arabicSomeone>"), ("arabic", "<arabicWant> ?ان|ال ?اشوف|اقابل|ارى|نشوف|التواصل|اتواصل|الاتصال|مساعده ?مع|ب|من|الى <arabicSomeone>"),
        ("arabic", "<arabicWant> ... <arabicSomeone>"), ("arabic", "<arabicTalk>|التواصل|اتواصل|الاتصال|تواصل|اتصال مع|ب|معكم|بكم|معاكم|مباشره"), ("arabic", "هل|في|فيه|كاين|هناك|واش|كو|ما ?كاين|يوجد|في|فيه|هناك ?شي|اي ?شي <arabicSomeone> ?حقيقي|هنا|يساعدني|يجاوبني|يهضر|يمكن|يرد|معايا"),
        ("arabic", "اتصلوا|اتصل|كلموني|كلمني|اتصلو|عيطوا|عيطو|عيطولي|عيطلي|عيط|تصلوا|هاتفوني|رنوا ?بي|علي|لي|معي|ليا|بيا|رجاء|من|على|ب"), ("arabic", "شخص|انسان|موظف|بشر|بني_ادم|مستشار حقيقي|حقيقيه|بشري|ادمي|من_فضلك|من_فضلكم|رجاء|لو_سمحت|عافاك|الله_يخليك"), ("arabic", "^ ?اريد|بغيت|بدي|عايز|من_فضلك موظف|انسان|مستشار|شخص|بشر|عون ?حقيقي|من_فضلك|رجاء|عافاك $"),
        ("no robot", "لا|ما|ماشي|بلا|مش|مو|كفى|مابغيتش|سئمت ... روبوت|الروبوت|اله|الاله|الي|ماكينه|كمبيوتر"), ("arabic", "حولني|حولوني|وصلني|وصلوني|مررني|دوزني|دوزوني|ربطني|اربطني|اعطيني|عطيوني|عطيني|عطوني"),
        ("arabizi", "<arabiziTalk> ... <arabiziWith>"), ("arabizi", "<arabiziTalk> ?direct|b|bel|fi tel|telephone|telefoun|tilifoun"), ("arabizi", "<arabiziWant> .. <arabiziSomeone>"), ("arabizi", "<arabiziWant> .. <arabiziTalk>"), ("arabizi", "<arabiziTalk> .. <arabiziSomeone>"), ("arabizi", "kayn|kain|kayen|kayna|wach|wash|wech|fi|fih|famma|fama|makaynch|makanch|makach|rah ?kayn|kayen|famma|fi|fih ?chi|shi|had|ay <arabiziSomeone>"),
        ("arabizi", "3ayetli|3aytli|3ayetouli|3aytouli|3aytoli|3ayetoli|3aytolya|3iyetli|3iytouli|3ayet|3ayto|3aytou|3ayt|3iyet|3iyto|aytouli|ayetli|3aytu|kalmouni|kelmouni|kallmouni|kellmouni|kalmoni|kelmoni|kallemni|kalemni|kelemni|kallimni|kallimouni|itaslou|ittaslou|ittasil|ittassel|tasslou|tslo|tslou|tassel|ettaslou|3aytouni|3aytoni|tlefnouli|telefnouli|rappeliw|rapeliwni|rappeliwni ?li|liya|lia|biya|bia|bi|bya|liyya|3liya|3lia|bina|m3aya|3afak|svp|min|ghedwa|ghdwa"),
        ("arabizi", "dawzni|dawzouni|dowzni|dowzouni|douzni|dwzni|dwezni|dewezni|dawazni|wasselni|waselni|wassalni|3tini|3tiwni|a3tini|a3tiwni|a3touni|3atini|jibli|jibouli|jibou|7awelni|hawelni|hawwelni|7awwelni|connectini ... <arabiziSomeone>"),
        ("no robot", "mabghitch|mabghitsh|manhebch|man7ebch|mabritch|mashi|machi|mabaghich|ma_bghitch|ma_nhebch|bidoun|bala ... robot|machine|bot|ia|ordinateur|makina"),
        ("arabizi", "<arabiziSomeone> ?7a9i9i|ha9i9i|hakiki|7akiki|hagigi|machi|mashi|mch|mouch|bach|yhder|yehder|yfhemni|yfhamni|y3awenni|y3awni|yjawebni|yjawbni robot|machine|7a9i9i|ha9i9i|hakiki|bach|y3awenni|y3awni|yfhemni|yfhamni|yjawebni|yjawbni|yhder|yehder|m3aya|yjaweb|svp|3afak|3afakom|min|lah"),
    ];

    public static readonly (string Name, string Wording)[] Indirect =
    [
        ("creole", "ede|ed mwen|moi|moin|amwin|amoin|amwen|mwin|nou"), ("creole", "pa ?ka|ki|ti konprann|konpran|konprend|konpwann"),
        ("english", "this|your|that|bot|machine|you ?is|are|thing|robot|website|site|does|do ... useless|stupid|not_working|t_work|not_help|t_help|not_understand|t_understand|rubbish|terrible|garbage|waste|shit"), ("english", "are|am|is ?i|you|this ?talking|speaking ?to|with ?a|an robot|bot|machine|human|computer|real|ai"), ("english", "prefer|rather|like .. phone|voice|call|face|in_person|explain_by"), ("english", "help me ?please|. $"), ("english", "your|a|the|which ?phone|telephone number ?please|. $"),
        ("arabizi", "wach|wash|wech ?nta|enta|ntouma|rak|had ?nta|rak|chi robot|machine|insan|bachar"), ("arabizi", "3awnouni|3awenni|3awni|3awnoni|sa3dni|sa3douni|saadni|3awennouni|awnouni"), ("arabic", "هل ?انت ?انت روبوت|انسان|اله|شخص"), ("arabic", "ساعدوني|ساعدني|عاونوني|عاوني|محتاج_مساعده|اريد_مساعده|بغيت_مساعده|احتاج_مساعده|المساعده|عاونيني"), ("arabic", "رقم ?ال هاتف|الهاتف|تلفون|التلفون"),
    ];

    public static readonly (string Name, string Wording)[] Difficulty =
    [
        ("english", "don|do|dont|didn|not|can|cant|cannot ?t|not ?really understand|understood|get_it|figure"), ("english", "lost|confused|fed_up|frustrated|complicated"), ("english", "need|want some|any|your|more|help ?help"), ("english", "t|cant|not|not_able|unable ?to work|working"),
        ("arabizi", "mafhemtch|mafhamtch|mafhmtch|mafhemt|mafhamt|ma_fhemt|ma_fhamt|ma_fhmt|manfhemch|manfhamch|mafhemtech|mafehemtch|makanfhemch|makanfhamch|mafahemtch|mafhimtch|m_fhemtch"), ("arabizi", "walou|walo|wallo|7ta_haja|hta_haja|7ta_7aja"), ("arabic", "لم|لا|ما افهم|فهمت|فهمتش|نفهم"), ("arabic", "مافهمت|مافهمتش|مفهمتش|مافهمتوش"), ("arabic", "مافهمتش|مفهمتش|مافهمت|مافهمتوش|تعبت|مللت|زهقت"),
    ];

    public static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["arabicTalk"] = "التحدث|اتحدث|الحديث|تحدث|التكلم|اتكلم|نتكلم|الكلام|كلام|تكلم|نهضر|نهدر|الهضره|هضر|اهضر|نحكي|احكي|الحكي|اكلم|نكلم|محادثه|التواصل|اتواصل|نتواصل|الاتصال|مكالمه|اتناقش|مخاطبه|اخاطب|نحكيو|نهدرو|يهضر|يكلمني|يتكلم|يحدثني",
        ["arabicWant"] = "اريد|ابغي|ابغى|بغيت|بدي|ابي|عايز|عاوز|عايزه|اود|احتاج|محتاج|محتاجه|ممكن|يمكن|يمكنني|نحب|نبغي|باغي|باغيه|حاب|حابه|خاصني|لازمني|لازم|ارغب|اطلب|طلب|هل_يمكن|نقدر|اقدر|استطيع|حبيت|نريد|ارجو|اعطوني|اين",
        ["arabicSomeone"] = "موظف|موظفه|موظفا|الموظف|شخص|شخصا|انسان|انسانا|الانسان|مستشار|مستشاره|مستشارا|المستشار|بشر|بشري|احد|احدا|حد|شي_واحد|شي_حد|واحد|واحده|بني_ادم|بنادم|بشخص|بموظف|بمستشار|بانسان|لموظف|لشخص|عون|مسؤول|المسؤول|ناس|مرشد|وكيل|عامل|ممثل|خدمه_العملاء|احدهم|الاداره",
        ["arabiziTalk"] = "nhder|nhdar|nahder|nahdar|nehder|nehdar|nhdr|nhadr|hder|hdar|ahder|nhedr|nahdr|nehdr|nhadar|n7der|nahki|nehki|n7ki|na7ki|ne7ki|nhki|nahkiw|ahki|a7ki|7ki|ihki|nahchi|netkalem|netkallem|ntkalem|ntkallem|natkalem|natkallem|netkellem|ntkellem|nitkalem|ntkelem|nkalem|nkallem|nkellem|nkelem|nkelmou|atkalam|atkallam|etkalam|itkallam|atkalem|atkallem|tkalem|tkallem|tkelem|tkellem|ntkalm|ntkelm|netkelm|nkelm|nkalm|otakallam|atahadath|atahaddath|ata7adath|ata7adat|tahadoth|ta7adoth|natwasel|natwassel|netwasel|nettasel|netassel|nat7adeth|nit7adeth|nethadeth|nakder_nahder|nehdro|nhedro|nahdro|nhdro|na7kiw|nehkiw|hadra|lhadra|nsowlo|nsewel|nsawel|nse9si|nsa9si|yhder|yahder|yehder|ykellemni|ykalmni|ykelmni|ychouf",
        ["arabiziWith"] = "m3a|ma3a|me3a|maa|m3ah|m3akom|ma3akom|m3akoum|m3a_chi|mea|wiya|wya|moe|lchi|m3ak|ma3akum",
        ["arabiziWant"] = "bghit|bghet|bghyt|baghi|baghya|bgha|brit|nheb|n7eb|nhab|n7ab|nhibb|nhib|hab|haba|hab_nahder|7ab|habit|7abit|hebit|7ebit|bdi|baddi|badi|biddi|bidi|bedde|beddi|badde|oridou|orid|ourid|urid|oreed|ureed|aridou|3ayez|3awez|ayez|3ayz|3ayza|awez|momkin|mumkin|momken|mumken|yemken|ymken|khasni|khassni|khasseni|lazemni|lazmni|lazem|lezem|nebghi|nabghi|abgha|abi|abghi|mehtaj|me7taj|m7taj|mhtaj|mohtaj|ahtaj|a7taj|na7taj|n7taj|n7tej|nhtej|nahtaj|njem|najem|nejem|nkder|n9der|n9dar|nakder|na9dar|ne9der|wach|wash|ma3andkomch|andkom|3andkom|3andkoum|nestana|nriid|nrid|nousel",
        ["arabiziSomeone"] = "wahed|wa7ed|wahd|wa7d|wahad|wa7ad|wehed|we7ed|chi_wahed|chi_wa7ed|chiwahed|chi_hed|chi_7ed|chi_had|chi_7ad|shi_wahed|shi_had|shi_7ada|7ada|hada|7ad|hadd|7add|insan|ensan|insen|inssan|inssen|ensen|linsan|l_insan|bachar|bashar|bachari|bchar|benadem|bnadem|bnedem|benedem|bani_adam|bni_adam|ben_adem|ben_adam|mowadaf|mowaddaf|mouwadaf|mouwaddaf|mwadaf|mwaddaf|mowadhaf|mwazzaf|mowazaf|mwazaf|muwazaf|mouwathaf|mowathaf|muwathaf|muwadaf|chakhs|shakhs|chakhess|chakss|moustachar|mostachar|mustachar|conseiller|agent|mas2oul|masoul|mas2ol|mess2oul|mes2oul|nas|rajel|mra|responsable|humain|personne|quelqun|mosta3mil",
    };

    public static IEnumerable<string> Wordings => Groups.Values.Concat(LookAlikes).Concat(Explicit.Concat(Indirect).Concat(Difficulty).Select(rule => rule.Wording));
}
