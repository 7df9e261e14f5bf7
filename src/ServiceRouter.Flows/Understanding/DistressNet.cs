namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// The net under <see cref="DistressSigns"/>: words so grave that, in a sentence that is not clearly about a procedure, they raise the alarm
/// by themselves. It is there for the wordings that nobody foresaw.
/// </summary>
internal static class DistressNet
{
    public static readonly (DistressKind Kind, (string Name, string Wording)[] Rules)[] Tiers =
    [
        (DistressKind.ChildInDanger,
        [
            ("grave words about a child", "<child> ... frapp*|coups|cogn*|gifl*|battu*|battre|tabass*|agress*|viol|violee|violent*|violence*|etrangl*|maltrait*|sequestr*|danger*|menac*|marques|bleus|attouch*|terroris*"),
            ("grave words about a child", "frapp*|coups|cogn*|battre|tabass*|agress*|violent*|violence*|maltrait*|danger*|menac*|attouch* ... <child>"),
        ]),
        (DistressKind.Suicide,
        [
            ("grave words about death", "mourir|mourrir|crever|suicid*|suissid*|pendre|veines|venes|flinguer|adieu|adieux"), ("grave words about death", "me|se tuer"), ("grave words about death", "serai|serais|sera|serons ?bientot plus la|de_ce_monde|vivant|en_vie"),
        ]),
        (DistressKind.Violence,
        [
            ("grave words about violence", "frapp*|coups|cogn*|gifl*|tabass*|agress*|viol|violee|violer|violeur|violent|violente|violents|violence|violences|etrangl*|maltrait*|sequestr*|terroris*|egorg*|poignard*|tortur*|battue|battu|battre|proxenet*|esclav*"),
            ("grave words about violence", "menac* !de_couper|de_radi"),
        ]),
        (DistressKind.Danger,
        [
            ("grave words about danger", "sang|saign*|respir*|etouff*|suffoqu*|inconscien*|evanoui*|malaise*|convuls*|noyer|noie|incendie*|flammes|explos*|intoxic*|intoxiqu*|infarctus|overdose|ambulance*|ambulence*|samu|pompier*|poignarde*|couteau*|fusil*|pistolet*|cambriol*|intrus|bless*|brulure*|asphyxi*|hemorragi*|agonie|secours|danger|dangers"),
            ("grave words about danger", "va|est|il|elle ?en_train_de mort|meurt|mourant|mourante"), ("grave words about danger", "en|pris|prend|le feu $|.|chez|dans|a"),
        ]),
        (DistressKind.NoShelter,
        [
            ("grave words about shelter", "abri|sdf|sans_toit|dormir_dehors|dors_dehors|dort_dehors|affame|affames|affamee|rue_ce_soir|dehors_ce_soir"), ("grave words about shelter", "faim ... jours|enfants|bebe|depuis|mange|manger|argent"), ("grave words about shelter", "froid ... dehors|nuit|enfants|bebe|rue|voiture"),
        ]),
        (DistressKind.Suicide,
        [
            ("grave words about strength", "desespoir|desespere|desesperee|detresse|plus_d_espoir|sans_espoir|suffoque|souffre_trop|souffrir"),
        ]),
    ];
}
