namespace ServiceRouter.Flows.Understanding;

/// <summary>How danger and distress are said in plain English, in Arabic, and in Arabic typed with Latin letters.</summary>
internal static class ForeignDistressRules
{
    public static readonly (DistressKind Kind, (string Name, string Wording)[] Rules)[] Tiers =
    [
        (DistressKind.Suicide,
        [
            ("english", "want|wants|wanna|going|wish|trying|tried ?to die|kill_himself|kill_herself|kill_myself|kill_themselves|end_it|end_my"),
            ("english", "kill|killing|hurt|harm|hurting|harming|hang|cut|cutting ?my|him|her|them self|myself|himself|herself|themselves"),
            ("english", "suicide|suicidal"),
            ("english", "want|wants|wanna|going|wish|rather|better|ready|thinking ?to|of|about|i|be|am|was ?to|was|be|were die|dead|dying|end_it|end_my|disappear|not_live"),
            ("english", "end my|it|this life|all|pain"),
            ("english", "don|no|not|can|cannot|dont|cant ?t|reason|want|longer ?want|to|reason|go ?to live|go_on|exist|be_alive|live_anymore"),
            ("english", "don|no|not|can|cannot|t ?t|reason|want|longer ?want|to|reason|go ?to live|go_on|exist|be_alive|live_anymore"),
            ("arabic", "انتحر|انتحار|الانتحار|نقتل|اقتل|قتل|نموت|اموت|الموت|انهي|ننتحر|نتحر ?نفسي|روحي|راسي|حياتي|حالي|عمري"),
            ("arabic", "بغيت|اريد|بدي|نحب|عايز|ابغي|اتمني|باغي ?ان نموت|اموت|الموت|نقتل|انتحر"),
            ("arabic", "تعبت|كرهت|سئمت|مليت|عييت ?من حياتي|الحياه|حياه|الدنيا|العيش"),
            ("arabic", "مابقيت|مابقيتش|مبقيتش|بقيت|بقيتش|مابغيت|مابغيتش|مبغيتش|باغي|باغيه|ما ?باغي|باغيه|قادر|بقيت نعيش|نكمل|نبقي_حي|نعيش_هاد"), ("arabic", "لا ?اريد|ارغب|استطيع ?في|ان|ال العيش|اعيش|الحياه"),
            ("arabizi", "bghit|bghet|nheb|n7eb|habit|7abit|baghi|hab|brit|bdi|nebghi|baddi ?rani ?n nmout|nmot|nmoute|nemout|nmut|amout|moute|nmouot|mout|na9tel|n9tel|naktel|nektel|nkettel|no9tol|ntehr|ntaher|nentaher|nenta7er|nantahir|nantaher"),
            ("arabizi", "na9tel|n9tel|naktel|nektel|ne9tel|no9tol|nqtel ?rouhi|ro7i|rou7i|rohi|rasi|ra7i|rassi|nefsi|nafsi|3omri"),
            ("arabizi", "krehte|kreht|krht|karht|kraht|sa2imt|3yit|3yite|te3ebt|t3ebt ?men|mn|man|ml|mel hayati|7ayati|lhayat|l7ayat|hayat|7ayat|el_hayat|denia|dounia|denya|had_lhayat"),
        ]),
        (DistressKind.ChildInDanger,
        [
            ("english", "child|kid|kids|children|son|daughter|baby|boy|girl ... beaten|hit|hits|hitting|abused|abuse|abusing|beats|beating|danger|alone|missing|raped|touched|hurt|hurts"),
            ("english", "beats|beat|hits|hit|hurts|hurt|abuses|touches|hitting|beating ?my|the|his|her|their|our ?little child|kid|kids|children|son|daughter|baby"),
            ("arabic", "يضرب|ضرب|يضربون|يعذب|اغتصب|يغتصب|يضربو|كيضرب|خطر|يتحرش|ضربوا ... طفل|الطفل|ولدي|بنتي|ابني|ابنتي|الاطفال|اطفالي|اولادي|ولادي|طفلي|البنت|الولد|درري|الدراري"),
            ("arabic", "طفل|الطفل|ولدي|بنتي|ابني|ابنتي|الاطفال|اطفالي|اولادي|ولادي|طفلي ... يضرب|خطر|ضرب|اغتصاب|يتعرض|مفقود|ضاع|اختفي|كيضرب*|يضربه|يضربهم|يضربها"),
            ("arabizi", "kaydreb|kaydrab|yedreb|yadreb|ydreb|ydrob|kayderb|ydarbou|kaydrbo|yedrob|yadrob|kidreb ... wlidat|wladi|oulad|ouladi|wlad|weldi|wldi|benti|bnti|drari|lwlad|awladi|tfel|atfal|ness"),
        ]),
        (DistressKind.NoShelter,
        [
            ("english", "sleep|sleeping|slept|living|live|stay|staying|spend ... street|streets|outside|car|station|park|nowhere|rough"),
            ("english", "nowhere|no_where|no_place|place|somewhere|shelter ?to|for ?to|go sleep|stay|go|tonight|night|live"),
            ("english", "homeless"),
            ("english", "on the street|streets"),
            ("english", "kicked|thrown|evicted|threw ... out|tonight|today|street|home"),
            ("english", "no|need|emergency|any|a roof|shelter|home"),
            ("arabic", "الشارع|الزنقه|الخارج|برا|السياره|الطريق|زنقه|شارع ... نام*|انام|ننام|نعيش|الليله|اعيش|اطفال*|ولاد*|دراري"),
            ("arabic", "نام*|انام|ننام|ننامو|نعس|نبات|نباتو|ابيت|نعيش|اعيش|نعيشو|كننعس|نرقد|راقد|ينامون|انا ... الشارع|الزنقه|برا|الخارج|السياره|شارع|الطريق|زنقه|محطه|الطوموبيل"),
            ("arabic", "ليس|ما|ماعندي|ماعنديش|معنديش|لا|بدون|بلا|ماكاين ... مكان|ماوي|سكن|منزل|وين|فين|مسكن|دار|بلاصه|بيت|اين .. ننام|انام|نبات|نمشي|نعيش|الليله|اذهب|نعس|$|."),
            ("arabic", "وين|فين|اين|مكان|ماوي|بلاصه ... نبات|ننام|انام|نرقد|نعس|ابيت|للنوم|الليله"),
            ("arabic", "طردني|طردوني|خرجني|خرجوني|طردونا ... دار|الدار|بيت|البيت|منزل|المنزل|الشقه|الزنقه|الشارع|سكن"),
            ("arabizi", "nn3es|nan3es|nen3as|nan3as|n3as|ne3s|na3es|nerked|nar9ed|nerged|nargoud|nbat|nbatou|nbato|rani_bayet|bayet|nanam|nnam|anam|ra9d|nor9od|n3ess|kan3es|kan3as|kannas ... zn9a|zan9a|zen9a|zanka|zenqa|barra|bara|berra|chari3|chare3|share3|tomobil|toumoubil|loto|tonobile|karrossa|gare|rue|lbarra|zenka|lard|chara3"),
            ("arabizi", "fin|win|wein|wayn|fayn|fein|makan|blassa|blasa|dar|ma7al ... nn3es|nan3es|nbat|nnam|anam|nerked|nar9ed|nen3as|nan3as|nergoud|ne3s|n3es|n3as|nerged|nbatou"),
            ("arabizi", "ma3andich|ma3ndich|m3andich|ma3andnach|ma_3andich|ma3endich|makanch|ma3indich ... fin|win|dar|sakan|blassa|wein|skna|soukna|makan|mekla|makla|manakol|nakol|nakel"),
        ]),
        (DistressKind.Violence,
        [
            ("arabic", "قتلي|قتلنا|سيقتلني|غيقتلني|يقتلنا|بقتلي"),
            ("english", "beats|beat|beating|hits|hit|hitting|hurts|hurt|hurting|punches|kicks|strangled|abuses|abusing|rapes|raped|attacked|attacks|threatens|threatened|slaps ?is ?me|us"),
            ("english", "husband|boyfriend|partner|ex|father|wife|man|he|she|they ... violent|abusive|beats|hits|hit|kill|knife|gun|hurts|hurting|threaten*"),
            ("english", "afraid|scared|fear|frightened ?to|of|for|about ?go|my|him|going|her|come ?home|husband|boyfriend|life|partner|ex|back"),
            ("english", "domestic|conjugal violence|abuse"),
            ("english", "raped|assaulted"),
            ("english", "kill|killing me|us"),
            ("arabic", "يضربني|ضربني|كيضربني|يضربنا|يعنفني|يهددني|هددني|اغتصبني|ضربوني|يقتلني|ضرب|كيهددني|يعتدي|اعتدي|تضربني|بيضربني|عنف|عنيف|تعنيف"),
            ("arabic", "خايفه|خائفه|خايف|خائف|اخاف|كنخاف|نخاف ?من زوجي|راجلي|الزوج|حياتي|ابي|بابا|جوزي|منه|الرجوع|اخي"),
            ("arabizi", "kaydrebni|kaydarbni|kaydrabni|kayderbni|yedrebni|yadrebni|yadrabni|ydrebni|yadrobni|yidrobni|byidrobni|drebni|drabni|darabni|dharabni|yeddrebni|kidrebni|kaydrbni|ydarbni|yadhrobni|yehadedni|yhadedni|y7adedni|kayhadedni|kayhddni|ye9telni|y9telni|yqtelni|yektelni|yaktelni|i9tolni|ightasbni|drbni|ydrabni|darbni|kay3anefni|ki3anefni"),
            ("arabizi", "khayfa|kheyfa|khayef|khayfe|khaifa|khaif|nkhaf|kankhaf|khafet ?3la|mn|men|min|mel ?man rajli|radjli|rajel|zawji|jouzi|bayya|baba|rou7i|rohi|7yati|hyati|hayati|rasi|ra7i"),
        ]),
        (DistressKind.Danger,
        [
            ("english", "going|trying|will|wants|gonna|threatens ?to hurt|kill|hit|beat|attack|rape me|us|him|her|my"), ("english", "heart attack|failure"),
            ("english", "stroke|unconscious|bleeding|overdose|choking|drowning|collapsed|fainted|stabbed|shot|seizure|faints"),
            ("english", "not|can|cannot|stopped|isn|doesn|can_not|cant|hardly|t ?t breathing|breathe|responding|respond|answering|wake|waking|move|moving"),
            ("english", "on fire|flames"),
            ("english", "fire in|at|next|here|. .. house|building|flat|apartment|home|kitchen|.|$"),
            ("english", "call|need|send ?an|the|a|us|me ambulance|police|firemen|paramedics|doctor_now"),
            ("english", "chest pain|hurts|pains"),
            ("english", "emergency ?.|please|help|here|now $"),
            ("english", "in|great|real|immediate danger"),
            ("english", "break|breaking|broke into|in"),
            ("english", "dying"),
            ("arabic", "النجده|انقذوني|انقذونا|اسعاف|الاسعاف|حريق|نزيف|ينزف|تنزف|نوبه_قلبيه|فاقد_الوعي|لا_يتنفس|ما_كيتنفسش|لا_تتنفس|يختنق|حادث_خطير|العافيه_شاعله|العافيه|النار|يموت|كيموت|تموت|غايب_علي_الوعي|سخفان|اغمي|اغمي_عليه|اغمي_عليها|في_خطر|سكته"),
            ("arabizi", "3te9|3te9ni|3te9ouni|3et9ouni|3tqouni|3atkouni|3te9oni|3atkoni|3tkoni|net9tel|ki_mout|kaymout|katmout|ymout|tmout|ghay_mout|ghaymout|is3af|el3afia|l3afya|l3afia|nar|7ri9a|hri9a|matatnefsch|makaytnefesch|makaytnefsch|ma_yetnefesch|mayetnefesch|skhef|sekhfan|dam|ydoukh|daykh|tah|ta7et|taht|fe9da|khatar|khatir"),
        ]),
    ];

    public static IEnumerable<string> Wordings => Tiers.SelectMany(tier => tier.Rules).Select(rule => rule.Wording);
}
