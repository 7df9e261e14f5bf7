using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Understanding;

/// <summary>Writes out SMS spelling and glued elisions ("jpeu", "c", "qqn"), and joins the expressions that rules read as one word.</summary>
internal static partial class SmsSpelling
{
    private static readonly Dictionary<string, string[]> Table = Read("""
        c=c est; cest=c est; sest=c est; ces=ces; set=cet; g=j ai; gé=j ai; jai=j ai; jei=j ai; javais=j avais; javai=j avais; geu=j ai eu; jen=j en; jy=j y; jme=je me; jte=je te
        jarrive=j arrive; jariv=j arrive; jarive=j arrive; jarriv=j arrive; jaimerai=j aimerais; jaimerais=j aimerais; jattend=j attends; jattends=j attends; jessaye=j essaye; jessaie=j essaie; jetais=j etais; jetai=j etais
        jaurai=j aurais; jaurais=j aurais; jhabite=j habite; joublie=j oublie; jhesite=j hesite; japel=j appelle; jappel=j appelle; jappelle=j appelle; jveu=je veux; jveux=je veux; jve=je veux; jvx=je veux; chui=je suis; chuis=je suis; chu=je suis; jsui=je suis; jsuis=je suis; jss=je suis; jpeu=je peux; jpeux=je peux; jpx=je peux; jfai=je fais; jfais=je fais; jdoi=je dois; jdois=je dois; jc=je sais; jse=je sais; jsai=je sais; jsais=je sais; chai=je sais; chepa=je sais pas; chaipas=je sais pas; jcp=je sais pas; jsp=je sais pas; tkt=t inquiete; jeveux=je veux; jevoudrais=je voudrais; jepeux=je peux; jesuis=je suis; jecherche=je cherche; jedemande=je demande; jeprefere=je prefere; jevais=je vais; jecomprend=je comprends; jecomprends=je comprends; jaibesoin=j ai besoin
        koi=quoi; kwa=quoi; kwoi=quoi; quoua=quoi; ke=que; q=que; qe=que; k=que; ki=qui; kil=qu il; kel=quel; kelle=quelle; kels=quels; kan=quand; kand=quand; qd=quand; qand=quand; kant=quand; koman=comment; komen=comment; komment=comment; cmt=comment; cmnt=comment; coment=comment; commen=comment; comen=comment; cb=combien; cbien=combien; combiem=combien; kombien=combien; pk=pourquoi; pkoi=pourquoi; pq=pourquoi; pourkoi=pourquoi; prq=pourquoi; pcq=parce que; pke=parce que; paske=parce que; parske=parce que; psk=parce que; pr=pour; pou=pour; ds=dans; ac=avec; avk=avec; avek=avec; aveq=avec; vs=vous; vou=vous; ns=nous; nou=nous; dc=donc; tt=tout; tte=toute; ts=tous; tjr=toujours; tjrs=toujours; tjs=toujours; toujour=toujours; tjours=toujours; jms=jamais; jam=jamais; bcp=beaucoup; bp=beaucoup; bocou=beaucoup; bocoup=beaucoup; mtn=maintenant; mnt=maintenant; maintenan=maintenant; ajd=aujourdhui; auj=aujourdhui; ojd=aujourdhui; ojourdui=aujourdhui; aujourdui=aujourdhui
        svp=svp; stp=svp; silvouplait=svp; silvousplait=svp; sivouplai=svp; sivouplait=svp; slt=salut; bjr=bonjour; bsr=bonsoir; bonjours=bonjour; mr=monsieur; mme=madame; mm=meme; mem=meme; dr=docteur; dem=demande; doc=document; docs=documents; ordi=ordinateur; tel=telephone; tele=telephone; telefone=telephone; telephon=telephone; tph=telephone; tél=telephone; num=numero; numéro=numero; adr=adresse; msg=message; msgs=messages; rdv=rdv; rv=rdv; rendé=rendez; mdp=mot de passe; pb=probleme; pbs=problemes; pblm=probleme; prob=probleme; prblm=probleme; dsl=desole; biz=bises; bb=bebe; kdo=cadeau; we=week end; vmt=vraiment; vrm=vraiment; vrmt=vraiment; vrai=vrai; vré=vrai; vrais=vrais; vraie=vraie; voitur=voiture; voitu=voiture
        ve=veux; vx=veux; dia=d ia; dla=de la; qn=quelqun; po=pas; robo=robot; robos=robots; robeau=robot; rendevou=rdv; rendevous=rdv; rendévous=rdv;
        qqn=quelqun; qqun=quelqun; qq1=quelqun; kelkun=quelqun; kelqun=quelqun; quelquun=quelqun; quelqun=quelqun; quelkun=quelqun; qelqun=quelqun; quelkin=quelqun; kelk1=quelqun; quelq1=quelqun; quelqu1=quelqun; kkun=quelqun; kqun=quelqun; quelqin=quelqun; qqs=quelques; qq=quelque; qqch=quelque chose; qlq=quelque; qlqn=quelqun; qlqun=quelqun; qln=quelqun; qlq1=quelqun; qqchose=quelque chose; pers=personne; perso=perso; persone=personne; prsn=personne; prsonne=personne
        ya=y a; yen=y en; ia=ia; yavait=y avait; tya=y a; fo=faut; fau=faut; fodré=faudrait; fodrai=faudrait; faudrai=faudrait; faudré=faudrait; faut=faut; esque=est ce que; esk=est ce que; eske=est ce que; estce=est ce; esce=est ce; ess=est ce; esseke=est ce que; eskon=est ce qu on; skon=ce qu on; kon=qu on; quon=qu on; quil=qu il; quelle=quelle; quils=qu ils; lon=l on; den=d en; maider=m aider; maide=m aide; mexplique=m explique; mexpliquer=m expliquer; ches=chez; mappel=m appelle; mapel=m appelle; mapele=m appelle; mappelle=m appelle; mapelle=m appelle; mrappel=me rappelle; mrappelle=me rappelle; envi=envie; envis=envie; anvie=envie; person=personne; perssone=personne; dun=d un; dune=d une; daide=d aide; dla=de la; dlaide=de l aide; lai=l ai; nai=n ai; nest=n est; mont=m ont; mon=mon; pa=pas; plu=plus; rie=rien; ri1=rien; r1=rien; bi1=bien; b1=bien; ojdui=aujourdhui; a2m1=a demain; 2m1=demain; dem1=demain; 2=2; p=p; o=au; ou=ou; oci=aussi; ossi=aussi; osi=aussi; osef=osef; alor=alors; alr=alors; dja=deja; dejà=deja; dej=deja; mai=mai; fr=fr; fs=france services; ft=france travail; pe=pole emploi; apl=apl; cv=cv; cnt=chaque; stt=surtout; srx=serieux; srt=surtout; nrv=enerve; nv=nouveau; nvl=nouvelle; nvo=nouveau; nvelle=nouvelle; anné=annee; moi=moi; moua=moi; mwa=moi; mwin=moi; toi=toi; tou=tout; tro=trop; tp=trop; com=comme; kom=comme; cme=comme; fasse=fasse; fer=faire; fère=faire; fair=faire; fé=fait; fai=fais; fais=fais; di=dit; dir=dire; ecrir=ecrire; voi=vois; voire=voir; vwar=voir; ar=avoir; avwar=avoir; avoar=avoir; avoire=avoir; pouvoire=pouvoir; peu=peux; peut=peut; peus=peux; veu=veux; veus=veux; veut=veut; voudré=voudrais; voudrai=voudrais; voudrez=voudrais; vudrais=voudrais; vodrai=voudrais; voudrait=voudrais; aimerai=aimerais; souhaiterai=souhaiterais; souaite=souhaite; souhaitrai=souhaiterais; besoins=besoin; bezoin=besoin; besoi=besoin; bsoin=besoin; bzoin=besoin; parl=parler; parlé=parler; parlez=parlez; humin=humain; umain=humain; umin=humain; humains=humains; umains=humains; rappel=rappel; rapel=rappel; rapelé=rappeler; rapeler=rappeler; rapelez=rappelez; rapele=rappelle; rapelle=rappelle; rappele=rappelle; rappelé=rappelle; rapellez=rappelez; rappellez=rappelez; rapellé=rappelle; rapeller=rappeler; rappeller=rappeler; tros=trop; ki=qui; mer=mere; per=pere; mor=mort; mourrer=mourir; mourer=mourir; mourire=mourir; kl1=calin; lg=longtemps; lgtps=longtemps; lgtemps=longtemps; longtps=longtemps; tps=temps; tmp=temps; tmps=temps; jrs=jours; jr=jour; sem=semaine; hdp=hdp
        """);

    private static readonly (string[] Words, string Joined)[] Expressions = [.. new[]
    {
        ("quelqu un", "quelqun"), ("quelque un", "quelqun"), ("quelqu une", "quelqun"), ("quel qun", "quelqun"), ("quelqu 1", "quelqun"), ("kelk un", "quelqun"), ("qq un", "quelqun"), ("quequ un", "quelqun"), ("queq un", "quelqun"), ("kek un", "quelqun"), ("qqu un", "quelqun"), ("quel qu un", "quelqun"),
        ("s il vous plait", "svp"), ("s il te plait", "svp"), ("si vous plait", "svp"), ("sil vous plait", "svp"), ("sil te plait", "svp"), ("s il vous plais", "svp"), ("sil vous plais", "svp"), ("si il vous plait", "svp"),
        ("rendez vous", "rdv"), ("rendez vou", "rdv"), ("rende vous", "rdv"), ("rendre vous", "rdv"), ("randez vous", "rdv"), ("aujourd hui", "aujourdhui"), ("au jour d hui", "aujourdhui"),
        ("un conseille", "un conseiller"), ("1 conseille", "un conseiller"), ("parler conseille", "parler conseiller"), ("avec conseille", "avec conseiller"), ("conseille svp", "conseiller svp"), ("vrai conseille", "vrai conseiller"),
        ("intelligence artificielle", "ia"), ("chat bot", "chatbot"), ("chat gpt", "chatgpt"),
        ("pole emplois", "pole emploi"), ("paul emploi", "pole emploi"), ("pole emploie", "pole emploi"),
    }.Select(e => (e.Item1.Split(' '), e.Item2))];

    /// <summary>Writes out the words that only their accent tells apart from another: "dé" is "des" but "de" is not.</summary>
    public static string WriteOutAccented(string text) => Accented().Replace(text, word => char.ToLowerInvariant(word.Value[0]) switch
    {
        'c' or 's' => "c'est",
        var first => first + "es",
    });

    // "conseiyer", "konseiler", "consseillié": the word people most need here, and the hardest to spell.
    // "kelkin", "quelquin", "kelq1": the sound of "quelqu'un" in any spelling.
    [GeneratedRegex("^(k|q|qu)(e|ai)?l{0,2}e?(k|q|qu)e?(u|i|a|in|en)?(n|1)$", RegexOptions.CultureInvariant)]
    private static partial Regex Someone();

    [GeneratedRegex("^[ckq]on?(s|ss|c)(e|ei|ey|ai|eil)[ily]{0,3}(er|ers|ie|ier|iers|eur|eurs|ere|eres|iere|ieres)$", RegexOptions.CultureInvariant)]
    private static partial Regex Counsellor();

    public static void WriteOut(string raw, List<string> words)
    {
        // "c" alone is "c est"; in "c'est" and "c'était" the verb comes next and must not stand twice.
        if (raw is ("est" or "etait" or "etaient") && words is [.., "c", "est"]) words.RemoveAt(words.Count - 1);
        if (Table.TryGetValue(raw, out var full)) words.AddRange(full);
        else if (GluedJe(raw)) { words.Add("je"); words.Add(raw[1..]); }
        else if (raw.Length >= 7 && Counsellor().IsMatch(raw)) words.Add("conseiller");
        else if (raw.Length is >= 4 and <= 9 && Someone().IsMatch(raw)) words.Add("quelqun");
        else words.Add(raw);
    }

    public static List<string> JoinFixedExpressions(List<string> words)
    {
        var joined = new List<string>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            var (taken, word) = At(words, i);
            joined.AddRange(taken == 1 ? [word] : word.Split(' '));
            i += taken;
        }
        return joined;
    }

    private static (int Taken, string Word) At(List<string> words, int i)
    {
        foreach (var (parts, joined) in Expressions)
        {
            if (i + parts.Length > words.Count || words[i] != parts[0]) continue;
            var same = true;
            for (var k = 1; k < parts.Length && same; k++) same = words[i + k] == parts[k];
            if (same) return (parts.Length, joined);
        }
        return (1, words[i]);
    }

    [GeneratedRegex(@"(?<![\p{L}\p{M}])[lmdscLMDSC](?:[éÉ]|[eE]\u0301)(?![\p{L}\p{M}])", RegexOptions.CultureInvariant)]
    private static partial Regex Accented();

    // "jcomprend", "jvoudrai": no French word starts with j and a consonant.
    private static bool GluedJe(string raw) => raw.Length > 3 && raw[0] == 'j' && "bcdfglmnpqrstvz".Contains(raw[1], StringComparison.Ordinal);

    private static Dictionary<string, string[]> Read(string table)
    {
        var read = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var entry in table.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split('=');
            read[PlainWords.Fold(parts[0])] = parts[1].Split(' ');
        }
        return read;
    }
}
