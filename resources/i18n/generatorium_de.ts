<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AlonePage</name>
    <message>
        <source>Forger</source>
        <translation>Fälscher</translation>
    </message>
    <message>
        <source>The forgers that were kept</source>
        <translation>Die aufgehobenen Fälscher</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Takes this forger off the shelf</source>
        <translation>Nimmt diesen Fälscher aus dem Regal</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Puts the forger that was deleted last onto the shelf</source>
        <translation>Stellt den zuletzt gelöschten Fälscher wieder ins Regal</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>How many points are drawn</source>
        <translation>Wie viele Punkte gezogen werden</translation>
    </message>
    <message>
        <source>{n} points</source>
        <translation>{n} Punkte</translation>
    </message>
    <message>
        <source>New noise</source>
        <translation>Neues Rauschen</translation>
    </message>
    <message>
        <source>Draws other noise, and so other fakes</source>
        <translation>Zieht anderes Rauschen und damit andere Fälschungen</translation>
    </message>
    <message>
        <source>Dimensions of the noise</source>
        <translation>Dimensionen des Rauschens</translation>
    </message>
    <message>
        <source>Which two dimensions of the noise move; the others are 0</source>
        <translation>Welche zwei Dimensionen des Rauschens sich bewegen; die anderen sind 0</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>The noise grid, bent</source>
        <translation>Das verbogene Rauschgitter</translation>
    </message>
    <message>
        <source>Real points</source>
        <translation>Echte Punkte</translation>
    </message>
    <message>
        <source>Samples of the data it was trained on</source>
        <translation>Stichproben der Daten, mit denen er trainiert wurde</translation>
    </message>
    <message>
        <source>Police’s map</source>
        <translation>Karte der Polizei</translation>
    </message>
    <message>
        <source>D(x), where the police was kept, too</source>
        <translation>D(x), wenn auch die Polizei aufgehoben wurde</translation>
    </message>
    <message>
        <source>{name} (damaged)</source>
        <translation>{name} (beschädigt)</translation>
    </message>
    <message>
        <source>own points</source>
        <translation>eigene Punkte</translation>
    </message>
    <message>
        <source>Trained on: {data}, {steps} steps, {loss}, seed {seed}. JS {js} bits. ONNX agrees to {parity}. {folder}</source>
        <translation>Trainiert mit: {data}, {steps} Schritte, {loss}, Startwert {seed}. JS {js} Bit. ONNX stimmt bis auf {parity} überein. {folder}</translation>
    </message>
    <message>
        <source>No forger has been kept yet: train one, then “Send the police home” in the panel.</source>
        <translation>Noch wurde kein Fälscher aufgehoben: Trainieren Sie einen und klicken Sie im Bedienfeld auf „Polizei nach Hause“.</translation>
    </message>
    <message>
        <source>{name} is off the shelf; “Bring back” puts it there again.</source>
        <translation>{name} ist aus dem Regal; „Zurückholen“ stellt ihn wieder hinein.</translation>
    </message>
    <message>
        <source>That forger is no longer to be had.</source>
        <translation>Diesen Fälscher gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>The forger works alone: z = {z} becomes x = {x}.</source>
        <translation>Der Fälscher arbeitet allein: Aus z = {z} wird x = {x}.</translation>
    </message>
    <message>
        <source>The police, which was kept, would say {d} = {v}.</source>
        <translation>Die aufgehobene Polizei würde sagen: {d} = {v}.</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>The setting “{key}” was damaged; its default is used.</source>
        <translation>Die Einstellung „{key}“ war beschädigt; es gilt der Vorgabewert.</translation>
    </message>
</context>
<context>
    <name>Asides</name>
    <message>
        <source>There is no translation to measure by yet.</source>
        <translation>Es gibt noch keine Übersetzung, an der gemessen werden kann.</translation>
    </message>
    <message>
        <source>{head} matters most: without it ln p of “{text}” falls by {drop}.</source>
        <translation>{head} zählt am meisten: Ohne ihn fällt ln p von „{text}“ um {drop}.</translation>
    </message>
</context>
<context>
    <name>AttentionPresenter</name>
    <message>
        <source>The models are being loaded …</source>
        <translation>Die Modelle werden geladen …</translation>
    </message>
    <message>
        <source>No translator is installed: the Attention Viewer has nothing to show yet. “As a search to drag” needs none.</source>
        <translation>Es ist kein Übersetzer installiert: Hier gibt es noch nichts zu zeigen. „Als Suche zum Ziehen“ braucht keinen.</translation>
    </message>
    <message>
        <source>There is no translation to look at.</source>
        <translation>Es gibt keine Übersetzung zum Ansehen.</translation>
    </message>
    <message>
        <source>There is no sentence. Type an English one and press Enter.</source>
        <translation>Da steht kein Satz. Tippen Sie einen englischen und drücken Sie die Eingabetaste.</translation>
    </message>
    <message>
        <source>The translation does not end by itself; it stops at {n} pieces.</source>
        <translation>Die Übersetzung endet nicht von selbst; nach {n} Teilen ist Schluss.</translation>
    </message>
    <message>
        <source>Too long: the last {n} words are cut, from “{cut}” on.</source>
        <translation>Zu lang: Die letzten {n} Wörter sind abgeschnitten, ab „{cut}“.</translation>
    </message>
    <message>
        <source>Too long: the last word, “{cut}”, is cut.</source>
        <translation>Zu lang: Das letzte Wort, „{cut}“, ist abgeschnitten.</translation>
    </message>
    <message>
        <source>The model does not know {signs}; it reads them as unknown.</source>
        <translation>Das Modell kennt {signs} nicht; es liest dafür „unbekannt“.</translation>
    </message>
    <message>
        <source>This looks like German; the models have learnt to read English.</source>
        <translation>Das sieht nach Deutsch aus; die Modelle haben gelernt, Englisch zu lesen.</translation>
    </message>
    <message>
        <source>arcs: it looks back at the German words before it</source>
        <translation>Bögen: es schaut auf die deutschen Wörter davor zurück</translation>
    </message>
    <message>
        <source>attention(q, k, v) = Σ softmax(q · k / T) · v: drag q towards a key.</source>
        <translation>Attention(q, k, v) = Σ softmax(q · k / T) · v: Ziehen Sie q zu einem Schlüssel.</translation>
    </message>
    <message>
        <source>Beam 4: the four likeliest beginnings of each length go on.</source>
        <translation>Strahl der Breite 4: Die vier wahrscheinlichsten Anfänge jeder Länge gehen weiter.</translation>
    </message>
    <message>
        <source>The same sentence, two models of equal width, data and steps.</source>
        <translation>Derselbe Satz, zwei Modelle mit gleicher Breite, gleichen Daten und gleich vielen Schritten.</translation>
    </message>
    <message>
        <source>All words are read at once: only positions tell their order.</source>
        <translation>Alle Wörter werden zugleich gelesen: Nur die Positionen verraten ihre Reihenfolge.</translation>
    </message>
    <message>
        <source>Every box shows its numbers for this sentence.</source>
        <translation>Jeder Kasten zeigt seine Zahlen für diesen Satz.</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>{text}   Heads off: {n}. With all heads: “{whole}”</source>
        <translation>{text}   Köpfe aus: {n}. Mit allen Köpfen: „{whole}“</translation>
    </message>
    <message>
        <source>{text}   Heads off: {n}.</source>
        <translation>{text}   Köpfe aus: {n}.</translation>
    </message>
    <message>
        <source>{text}   Sharpest: {head} with {bits} bits a word, {mean} on average.</source>
        <translation>{text}   Am schärfsten: {head} mit {bits} Bit je Wort, {mean} im Mittel.</translation>
    </message>
    <message>
        <source>“{text}”   Point at a word below: where does it look?</source>
        <translation>„{text}“   Zeigen Sie unten auf ein Wort: Wohin schaut es?</translation>
    </message>
    <message>
        <source>{scene}   “{asker}” looks at {told} ({where}).</source>
        <translation>{scene}   „{asker}“ schaut auf {told} ({where}).</translation>
    </message>
    <message>
        <source>{scene}   The next word looks at {told} ({where}).</source>
        <translation>{scene}   Das nächste Wort schaut auf {told} ({where}).</translation>
    </message>
    <message>
        <source>Space adds the first German word.</source>
        <translation>Die Leertaste fügt das erste deutsche Wort an.</translation>
    </message>
</context>
<context>
    <name>AttentionView</name>
    <message>
        <source>Which Transformer translates</source>
        <translation>Welcher Transformer übersetzt</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>An English sentence; Enter reads it</source>
        <translation>Ein englischer Satz; die Eingabetaste liest ihn</translation>
    </message>
    <message>
        <source>English sentence</source>
        <translation>Englischer Satz</translation>
    </message>
    <message>
        <source>Next word</source>
        <translation>Nächstes Wort</translation>
    </message>
    <message>
        <source>Adds the likeliest German word (space bar)</source>
        <translation>Fügt das wahrscheinlichste deutsche Wort an (Leertaste)</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Bis zum Ende</translation>
    </message>
    <message>
        <source>Translates the rest (Ctrl+Enter)</source>
        <translation>Übersetzt den Rest (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Word back</source>
        <translation>Wort zurück</translation>
    </message>
    <message>
        <source>Takes the last German word back (Backspace)</source>
        <translation>Nimmt das letzte deutsche Wort zurück (Rücktaste)</translation>
    </message>
    <message>
        <source>From the start</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>Begins the translation anew (Ctrl+Home)</source>
        <translation>Beginnt die Übersetzung neu (Strg+Pos1)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Copies or saves what is shown, its numbers, this state</source>
        <translation>Kopiert oder sichert, was zu sehen ist, seine Zahlen, diesen Stand</translation>
    </message>
    <message>
        <source>Takes the last change of words or heads back (Ctrl+Z)</source>
        <translation>Nimmt die letzte Änderung an Wörtern oder Köpfen zurück (Strg+Z)</translation>
    </message>
    <message>
        <source>Does it again (Ctrl+Y)</source>
        <translation>Macht es wieder (Strg+Y)</translation>
    </message>
    <message>
        <source>Row: {asks}
Column: {answers}
A cell: how much the one takes from the other; a row sums to 1</source>
        <translation>Zeile: {asks}
Spalte: {answers}
Eine Zelle: wie viel das eine vom anderen nimmt; eine Zeile ergibt 1</translation>
    </message>
    <message>
        <source>Row: {asks}
Column: {answers}
Bits: how widely a head looks; 0 bits: at one word alone</source>
        <translation>Zeile: {asks}
Spalte: {answers}
Bit: wie weit ein Kopf schaut; 0 Bit: auf ein einziges Wort</translation>
    </message>
</context>
<context>
    <name>AttentionWords</name>
    <message>
        <source>German looks at English</source>
        <translation>Deutsch schaut auf Englisch</translation>
    </message>
    <message>
        <source>German looks back at German</source>
        <translation>Deutsch schaut auf Deutsch zurück</translation>
    </message>
    <message>
        <source>English looks at English</source>
        <translation>Englisch schaut auf Englisch</translation>
    </message>
    <message>
        <source>Cross-attention, in the decoder</source>
        <translation>Cross-Attention, im Decoder</translation>
    </message>
    <message>
        <source>Masked self-attention, in the decoder</source>
        <translation>Maskierte Self-Attention, im Decoder</translation>
    </message>
    <message>
        <source>Self-attention, in the encoder</source>
        <translation>Self-Attention, im Encoder</translation>
    </message>
    <message>
        <source>German word asks</source>
        <translation>Deutsches Wort fragt</translation>
    </message>
    <message>
        <source>German word asks while it is written</source>
        <translation>Deutsches Wort fragt, während es entsteht</translation>
    </message>
    <message>
        <source>English word asks</source>
        <translation>Englisches Wort fragt</translation>
    </message>
    <message>
        <source>English word answers</source>
        <translation>Englisches Wort antwortet</translation>
    </message>
    <message>
        <source>German word before it answers</source>
        <translation>Deutsches Wort davor antwortet</translation>
    </message>
    <message>
        <source>1 head</source>
        <translation>1 Kopf</translation>
    </message>
    <message>
        <source>{n} heads</source>
        <translation>{n} Köpfe</translation>
    </message>
    <message>
        <source>{heads}, no positions</source>
        <translation>{heads}, ohne Positionen</translation>
    </message>
    <message>
        <source>mean over heads</source>
        <translation>Mittel über die Köpfe</translation>
    </message>
    <message>
        <source>rollout</source>
        <translation>Rollout: alle Schichten</translation>
    </message>
    <message>
        <source>head {n}</source>
        <translation>Kopf {n}</translation>
    </message>
    <message>
        <source>layer {n}</source>
        <translation>Schicht {n}</translation>
    </message>
    <message>
        <source>⟨next⟩</source>
        <translation>⟨nächstes⟩</translation>
    </message>
    <message>
        <source>⟨begin⟩</source>
        <translation>⟨Anfang⟩</translation>
    </message>
    <message>
        <source>⟨end⟩</source>
        <translation>⟨Ende⟩</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>p(next token | text); the filled part is what temperature and cuts leave</source>
        <translation>p(nächstes Token | Text); gefüllt ist, was Temperatur und Schnitte übrig lassen</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>weg</translation>
    </message>
</context>
<context>
    <name>BeamPage</name>
    <message>
        <source>ln p, made fair for length: {found}</source>
        <translation>ln p, um die Länge bereinigt: {found}</translation>
    </message>
</context>
<context>
    <name>BeamTree</name>
    <message>
        <source>kept: among the likeliest beginnings of its length</source>
        <translation>behalten: unter den wahrscheinlichsten Anfängen dieser Länge</translation>
    </message>
    <message>
        <source>a whole translation, with score {score}</source>
        <translation>eine ganze Übersetzung, Wertung {score}</translation>
    </message>
    <message>
        <source>cut: enough others were likelier</source>
        <translation>verworfen: genug andere waren wahrscheinlicher</translation>
    </message>
    <message>
        <source>left: enough translations had ended</source>
        <translation>aufgegeben: Genug Übersetzungen waren fertig</translation>
    </message>
</context>
<context>
    <name>Between</name>
    <message>
        <source>B = A + mean “{b}” (pictures: {to}) − mean “{a}” (pictures: {of})</source>
        <translation>B = A + Mittel „{b}“ (Bilder: {to}) − Mittel „{a}“ (Bilder: {of})</translation>
    </message>
</context>
<context>
    <name>BetweenSection</name>
    <message>
        <source>What lies between?</source>
        <translation>Und dazwischen?</translation>
    </message>
    <message>
        <source>Second point B</source>
        <translation>Zweiter Punkt B</translation>
    </message>
    <message>
        <source>Puts a second point into the plane; below appears what lies between</source>
        <translation>Setzt einen zweiten Punkt in die Ebene; darunter erscheint, was dazwischen liegt</translation>
    </message>
    <message>
        <source>Draw a path</source>
        <translation>Weg zeichnen</translation>
    </message>
    <message>
        <source>The next drag over the plane draws a path that the point can follow</source>
        <translation>Das nächste Ziehen über die Ebene zeichnet einen Weg, dem der Punkt folgen kann</translation>
    </message>
    <message>
        <source>Along the sphere</source>
        <translation>Entlang der Kugel</translation>
    </message>
    <message>
        <source>Spherical instead of straight: the direction turns evenly and the distance from the origin goes evenly from A’s to B’s (slerp)</source>
        <translation>Sphärisch statt gerade: Die Richtung dreht sich gleichmäßig, und der Abstand vom Ursprung geht gleichmäßig von dem von A zu dem von B über (slerp)</translation>
    </message>
    <message>
        <source>A direction: from the mean of … to the mean of …</source>
        <translation>Eine Richtung: vom Mittel von … zum Mittel von …</translation>
    </message>
    <message>
        <source>Direction = mean code of the second group − mean code of the first</source>
        <translation>Richtung = mittlerer Code der zweiten Gruppe − mittlerer Code der ersten</translation>
    </message>
    <message>
        <source>from the mean of</source>
        <translation>vom Mittel von</translation>
    </message>
    <message>
        <source>to the mean of</source>
        <translation>zum Mittel von</translation>
    </message>
    <message>
        <source>Go that way from the point</source>
        <translation>Vom Punkt aus dorthin</translation>
    </message>
    <message>
        <source>B = A + (mean of the second group − mean of the first)</source>
        <translation>B = A + (Mittel der zweiten Gruppe − Mittel der ersten)</translation>
    </message>
</context>
<context>
    <name>Branches</name>
    <message>
        <source>Each line is a version of the text; a click goes to its end</source>
        <translation>Jede Linie ist eine Fassung des Textes; ein Klick führt an ihr Ende</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>drawing area</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Draw with the left button, erase with the right. E: eraser, [ and ]: width of the brush, Delete: empty the picture</source>
        <translation>Links zeichnen, rechts radieren. E: Radierer, [ und ]: Breite des Pinsels, Entf: Bild leeren</translation>
    </message>
</context>
<context>
    <name>ChainPage</name>
    <message>
        <source>p({next} | {context}) = count({context}{next}) / count({context}) = {n} / {total} = {p}</source>
        <translation>p({next} | {context}) = Anzahl({context}{next}) / Anzahl({context}) = {n} / {total} = {p}</translation>
    </message>
    <message>
        <source>(“{long}” was never seen)</source>
        <translation>(„{long}“ kam nie vor)</translation>
    </message>
    <message>
        <source>In its text “{context}” is followed {total} ×, different tokens: {k}; the most frequent is “{next}”, {n} ×.</source>
        <translation>Auf „{context}“ folgt in seinem Text {total} × etwas, verschiedene Token: {k}; am häufigsten „{next}“, {n} ×.</translation>
    </message>
    <message>
        <source>next</source>
        <translation>nächstes</translation>
    </message>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>CodesPlane</name>
    <message>
        <source>where the network puts some hundred held-out pictures, by class, as it learns; the circles: one and two σ of the prior N(0, 1)</source>
        <translation>wohin das Netz beim Lernen einige hundert ungesehene Bilder legt, nach Klassen; die Kreise: ein und zwei σ des Priors N(0, 1)</translation>
    </message>
    <message>
        <source>codes of held-out pictures</source>
        <translation>Codes ungesehener Bilder</translation>
    </message>
</context>
<context>
    <name>ColumnsDialog</name>
    <message>
        <source>Which columns?</source>
        <translation>Welche Spalten?</translation>
    </message>
    <message>
        <source>{name} has {n} columns of numbers. Which two shall be forged?</source>
        <translation>{name} hat {n} Spalten mit Zahlen. Welche zwei sollen gefälscht werden?</translation>
    </message>
    <message>
        <source>none: a number line</source>
        <translation>keine: eine Zahlengerade</translation>
    </message>
    <message>
        <source>x₁, across</source>
        <translation>x₁, waagerecht</translation>
    </message>
    <message>
        <source>x₂, up</source>
        <translation>x₂, senkrecht</translation>
    </message>
    <message>
        <source>Forge these</source>
        <translation>Diese fälschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>column {n}</source>
        <translation>Spalte {n}</translation>
    </message>
</context>
<context>
    <name>CompareStage</name>
    <message>
        <source>x: the same picture of the test data for every model</source>
        <translation>x: für jedes Modell dasselbe Bild der Testdaten</translation>
    </message>
    <message>
        <source>Same distance from the code, in σ of each cloud.</source>
        <translation>Gleicher Abstand vom Code, in σ jeder Wolke.</translation>
    </message>
    <message>
        <source>x̂ = decoder(z) of this model</source>
        <translation>x̂ = Decoder(z) dieses Modells</translation>
    </message>
</context>
<context>
    <name>ContextGraph</name>
    <message>
        <source>Each box is a context; the wider a line, the more often</source>
        <translation>Jeder Kasten ist ein Kontext; je breiter die Linie, desto häufiger</translation>
    </message>
</context>
<context>
    <name>Dimensions</name>
    <message>
        <source>KL {kl} nats</source>
        <translation>KL {kl} nats</translation>
    </message>
</context>
<context>
    <name>DimensionsSection</name>
    <message>
        <source>More dimensions?</source>
        <translation>Mehr Dimensionen?</translation>
    </message>
    <message>
        <source>Vary each dimension</source>
        <translation>Jede Dimension variieren</translation>
    </message>
    <message>
        <source>A row of pictures for each dimension, from −3 σ to 3 σ, all others as they are; the one that tells most comes first (Ctrl+T)</source>
        <translation>Für jede Dimension eine Zeile Bilder, von −3 σ bis 3 σ, alle anderen wie sie sind; die wichtigste zuerst (Strg+T)</translation>
    </message>
    <message>
        <source>The plane shows</source>
        <translation>Die Ebene zeigt</translation>
    </message>
    <message>
        <source>plane</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>The two directions in which the codes differ most, or two dimensions</source>
        <translation>Die zwei Richtungen, in denen sich die Codes am meisten unterscheiden, oder zwei Dimensionen</translation>
    </message>
    <message>
        <source>horizontal</source>
        <translation>waagerecht</translation>
    </message>
    <message>
        <source>Dimension of the horizontal axis</source>
        <translation>Dimension der waagerechten Achse</translation>
    </message>
    <message>
        <source>vertical</source>
        <translation>senkrecht</translation>
    </message>
    <message>
        <source>Dimension of the vertical axis</source>
        <translation>Dimension der senkrechten Achse</translation>
    </message>
    <message>
        <source>their principal directions</source>
        <translation>ihre Hauptrichtungen</translation>
    </message>
    <message>
        <source>two dimensions</source>
        <translation>zwei Dimensionen</translation>
    </message>
</context>
<context>
    <name>Drawing</name>
    <message>
        <source>There is no picture of your own to keep yet.</source>
        <translation>Noch gibt es kein eigenes Bild, das sich behalten lässt.</translation>
    </message>
    <message>
        <source>My drawings</source>
        <translation>Meine Zeichnungen</translation>
    </message>
    <message>
        <source>Kept in “{name}”; pictures there: {count}.</source>
        <translation>In „{name}“ behalten; Bilder dort: {count}.</translation>
    </message>
</context>
<context>
    <name>DrawingSection</name>
    <message>
        <source>My own picture?</source>
        <translation>Mein eigenes Bild?</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Turns the picture on the left into a canvas; all follows the brush (Ctrl+D)</source>
        <translation>Macht das Bild links zur Zeichenfläche; alles folgt dem Pinsel (Strg+D)</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Opens an image file; or drop one here (Ctrl+O)</source>
        <translation>Öffnet eine Bilddatei; oder zieh eine hierher (Strg+O)</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Takes the image from the clipboard (Ctrl+V)</source>
        <translation>Nimmt das Bild aus der Zwischenablage (Strg+V)</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>The left button erases (E)</source>
        <translation>Die linke Taste radiert (E)</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Empties the canvas (Delete)</source>
        <translation>Leert die Zeichenfläche (Entf)</translation>
    </message>
    <message>
        <source>Colour …</source>
        <translation>Farbe …</translation>
    </message>
    <message>
        <source>The colour of the brush</source>
        <translation>Die Farbe des Pinsels</translation>
    </message>
    <message>
        <source>Width of the brush</source>
        <translation>Breite des Pinsels</translation>
    </message>
    <message>
        <source>Width of brush and eraser, in pixels of the picture ([ ])</source>
        <translation>Breite von Pinsel und Radierer, in Pixeln des Bildes ([ ])</translation>
    </message>
    <message>
        <source>Resample</source>
        <translation>Neu ziehen</translation>
    </message>
    <message>
        <source>Draws ε from N(0, 1) anew: z = μ + σ·ε (R)</source>
        <translation>Zieht ε neu aus N(0, 1): z = μ + σ·ε (R)</translation>
    </message>
    <message>
        <source>its class, such as “cat”</source>
        <translation>seine Klasse, etwa „Katze“</translation>
    </message>
    <message>
        <source>class of the drawing</source>
        <translation>Klasse der Zeichnung</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Adds the picture to the collection, under this class</source>
        <translation>Legt das Bild unter dieser Klasse in die Sammlung</translation>
    </message>
    <message>
        <source>collection</source>
        <translation>Sammlung</translation>
    </message>
    <message>
        <source>The collection that kept pictures go to</source>
        <translation>Die Sammlung, in die behaltene Bilder kommen</translation>
    </message>
    <message>
        <source>Show as points</source>
        <translation>Als Punkte zeigen</translation>
    </message>
    <message>
        <source>Shows the kept pictures as points in the plane</source>
        <translation>Zeigt die behaltenen Bilder als Punkte in der Ebene</translation>
    </message>
</context>
<context>
    <name>FigureMap</name>
    <message>
        <source>The Transformer as a figure</source>
        <translation>Der Transformer als Bild</translation>
    </message>
    <message>
        <source>English sentence</source>
        <translation>Englischer Satz</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>+ position</source>
        <translation>+ Position</translation>
    </message>
    <message>
        <source>Multi-head attention</source>
        <translation>Multi-Head-Attention</translation>
    </message>
    <message>
        <source>Add &amp; norm</source>
        <translation>Add &amp; Norm</translation>
    </message>
    <message>
        <source>Feed forward</source>
        <translation>Feed Forward</translation>
    </message>
    <message>
        <source>German so far</source>
        <translation>Deutsch bis hier</translation>
    </message>
    <message>
        <source>Masked attention</source>
        <translation>Maskierte Attention</translation>
    </message>
    <message>
        <source>Cross-attention</source>
        <translation>Cross-Attention</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>Linear</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Feed fwd</source>
        <translation>Feed Fwd</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Masked</source>
        <translation>Maskiert</translation>
    </message>
    <message>
        <source>Cross</source>
        <translation>Cross</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>film of the training</source>
        <translation>Film des Trainings</translation>
    </message>
    <message>
        <source>now, {step}</source>
        <translation>jetzt, {step}</translation>
    </message>
    <message>
        <source>{frame}: double click or Enter to go on from here</source>
        <translation>{frame}: Doppelklick oder Eingabetaste, um von hier weiterzumachen</translation>
    </message>
    <message>
        <source>{frame}: only this picture is kept, not the state of the network then; the training cannot go on from here. It can from frames with a notch.</source>
        <translation>{frame}: Nur dieses Bild ist aufgehoben, nicht der damalige Zustand des Netzes; von hier kann das Training nicht weitergehen. Von Bildern mit einer Kerbe kann es das.</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>the network&apos;s pictures as it learned. Drag, wheel or ← → look at a frame.</source>
        <translation>die Bilder des Netzes, während es lernte. Ziehen, Mausrad oder ← → zeigen eines davon.</translation>
    </message>
    <message>
        <source>the film begins with the first step</source>
        <translation>der Film beginnt mit dem ersten Schritt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>FoldButton</name>
    <message>
        <source>Panel</source>
        <translation>Bedienfeld</translation>
    </message>
    <message>
        <source>Folds the panel away (F9)</source>
        <translation>Klappt das Bedienfeld weg (F9)</translation>
    </message>
</context>
<context>
    <name>ForeignDialog</name>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The model is larger than 2 GB: too large to be opened here.</source>
        <translation>Das Modell ist größer als 2 GB: zu groß, um es hier zu öffnen.</translation>
    </message>
    <message>
        <source>The model must have exactly one input.</source>
        <translation>Das Modell muss genau einen Eingang haben.</translation>
    </message>
    <message>
        <source>The model does not compute in float32. Export it with float32 inputs and outputs.</source>
        <translation>Das Modell rechnet nicht in float32. Exportiere es mit Ein- und Ausgängen in float32.</translation>
    </message>
    <message>
        <source>Its input is no list of points (N, d). If this is an encoder, open its decoder first.</source>
        <translation>Sein Eingang ist keine Liste von Punkten (N, d). Ist dies ein Encoder, öffne zuerst seinen Decoder.</translation>
    </message>
    <message>
        <source>Its points have more than 4096 dimensions: too many to be shown here.</source>
        <translation>Seine Punkte haben mehr als 4096 Dimensionen: zu viele, um sie hier zu zeigen.</translation>
    </message>
    <message>
        <source>None of its outputs is a picture, grey or in three colours.</source>
        <translation>Keiner seiner Ausgänge ist ein Bild, grau oder in drei Farben.</translation>
    </message>
    <message>
        <source>Several of its outputs are pictures: name the right one “image”.</source>
        <translation>Mehrere seiner Ausgänge sind Bilder: Nenne den richtigen „image“.</translation>
    </message>
    <message>
        <source>Its pictures are larger than 1024 × 1024: too large to be shown here.</source>
        <translation>Seine Bilder sind größer als 1024 × 1024: zu groß, um sie hier zu zeigen.</translation>
    </message>
    <message>
        <source>It takes neither one point nor any number of points. Export it with a free first axis.</source>
        <translation>Es nimmt weder einen Punkt noch beliebig viele. Exportiere es mit freier erster Achse.</translation>
    </message>
    <message>
        <source>What it computes are no numbers (NaN).</source>
        <translation>Was es berechnet, sind keine Zahlen (NaN).</translation>
    </message>
    <message>
        <source>This encoder does not take the pictures that the decoder draws.</source>
        <translation>Dieser Encoder nimmt die Bilder nicht, die der Decoder zeichnet.</translation>
    </message>
    <message>
        <source>This encoder does not give the codes that the decoder takes.</source>
        <translation>Dieser Encoder liefert nicht die Codes, die der Decoder nimmt.</translation>
    </message>
    <message>
        <source>Its weights must lie beside the file, under names of their own, or inside it.</source>
        <translation>Seine Gewichte müssen neben der Datei liegen, unter eigenen Namen, oder in ihr.</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>What the decoder draws at a point drawn from its prior</source>
        <translation>Was der Decoder an einem Punkt zeichnet, der aus seinem Prior gezogen ist</translation>
    </message>
    <message>
        <source>Which values are black and white?</source>
        <translation>Welche Werte sind Schwarz und Weiß?</translation>
    </message>
    <message>
        <source>From which points does it draw?</source>
        <translation>Aus welchen Punkten zeichnet es?</translation>
    </message>
    <message>
        <source>normal: N(0, 1)</source>
        <translation>normal: N(0, 1)</translation>
    </message>
    <message>
        <source>uniform: from −1 to 1</source>
        <translation>gleichverteilt: von −1 bis 1</translation>
    </message>
    <message>
        <source>As in a VAE: each dimension normal with mean 0 and standard deviation 1</source>
        <translation>Wie beim VAE: jede Dimension normalverteilt mit Mittel 0 und Standardabweichung 1</translation>
    </message>
    <message>
        <source>As in some GANs: each dimension anywhere between −1 and 1</source>
        <translation>Wie bei manchen GANs: jede Dimension irgendwo zwischen −1 und 1</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>What the model is called here: a to z, figures, hyphens</source>
        <translation>Wie das Modell hier heißt: a bis z, Ziffern, Bindestriche</translation>
    </message>
    <message>
        <source>The other half: with it pictures can be read too, not only drawn</source>
        <translation>Die andere Hälfte: Mit ihr lassen sich Bilder auch einlesen, nicht nur zeichnen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>&amp;Encoder … (optional)</source>
        <translation>&amp;Encoder … (optional)</translation>
    </message>
    <message>
        <source>Without its &amp;encoder</source>
        <translation>Ohne &amp;Encoder</translation>
    </message>
    <message>
        <source>{d} numbers become a picture of {width} × {height} in colour.</source>
        <translation>Aus {d} Zahlen wird ein farbiges Bild von {width} × {height}.</translation>
    </message>
    <message>
        <source>{d} numbers become a grey picture of {width} × {height}.</source>
        <translation>Aus {d} Zahlen wird ein graues Bild von {width} × {height}.</translation>
    </message>
    <message>
        <source>Its values go from {low} to {high}.</source>
        <translation>Seine Werte gehen von {low} bis {high}.</translation>
    </message>
    <message>
        <source>Its encoder turns a picture into a code.</source>
        <translation>Sein Encoder macht aus einem Bild einen Code.</translation>
    </message>
    <message>
        <source>Its encoder turns a picture into μ and σ.</source>
        <translation>Sein Encoder macht aus einem Bild μ und σ.</translation>
    </message>
    <message>
        <source>It draws one picture at a time, which takes longer.</source>
        <translation>Es zeichnet immer nur ein Bild auf einmal; das dauert länger.</translation>
    </message>
    <message>
        <source>Copying …</source>
        <translation>Wird kopiert …</translation>
    </message>
    <message>
        <source>The encoder</source>
        <translation>Der Encoder</translation>
    </message>
</context>
<context>
    <name>GameDiagram</name>
    <message>
        <source>Noise z goes through the forger G and becomes a fake; the police D sees real points and fakes; from its answers come both losses</source>
        <translation>Rauschen z geht durch den Fälscher G und wird zur Fälschung; die Polizei D sieht echte Punkte und Fälschungen; aus ihren Antworten entstehen beide Verluste</translation>
    </message>
    <message>
        <source>noise z</source>
        <translation>Rauschen z</translation>
    </message>
    <message>
        <source>fake</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
</context>
<context>
    <name>GamePlane</name>
    <message>
        <source>Blue: real points. Orange: fakes, and the noise grid as the forger bends it; the denser, the less one sees through. Background: D(x), green for “real”, purple for “fake”. Arrows: the pull −∂J_G/∂x that each fake feels. Wheel: zoom; drag: move; double click: all of it.</source>
        <translation>Blau: echte Punkte. Orange: Fälschungen und das Rauschgitter, wie der Fälscher es verbiegt; je dichter, desto undurchsichtiger. Hintergrund: D(x), grün für „echt“, violett für „falsch“. Pfeile: der Zug −∂J_G/∂x, den jede Fälschung spürt. Rad: vergrößern; ziehen: verschieben; Doppelklick: alles zeigen.</translation>
    </message>
    <message>
        <source>{d}, 1: fake</source>
        <translation>{d}, 1: falsch</translation>
    </message>
</context>
<context>
    <name>Gan</name>
    <message>
        <source>Converges on the ring</source>
        <translation>Lernt den Ring</translation>
    </message>
    <message>
        <source>Converges on the grid</source>
        <translation>Lernt das Gitter</translation>
    </message>
    <message>
        <source>Learns two Gaussians</source>
        <translation>Lernt zwei Normalverteilungen</translation>
    </message>
    <message>
        <source>Learns an ellipse</source>
        <translation>Lernt eine Ellipse</translation>
    </message>
    <message>
        <source>Learns a line</source>
        <translation>Lernt eine Linie</translation>
    </message>
    <message>
        <source>Learns three blobs</source>
        <translation>Lernt drei Haufen</translation>
    </message>
    <message>
        <source>Collapses</source>
        <translation>Kollabiert</translation>
    </message>
    <message>
        <source>Police too strong</source>
        <translation>Polizei zu stark</translation>
    </message>
    <message>
        <source>Oscillates</source>
        <translation>Schwingt</translation>
    </message>
    <message>
        <source>Cured by WGAN-GP</source>
        <translation>Geheilt durch WGAN-GP</translation>
    </message>
    <message>
        <source>Cured by packing</source>
        <translation>Geheilt durch Packen</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>Two Gaussians</source>
        <translation>Zwei Normalverteilungen</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Blobs</source>
        <translation>Haufen</translation>
    </message>
    <message>
        <source>Ring of 8</source>
        <translation>Ring aus 8</translation>
    </message>
    <message>
        <source>Grid of 25</source>
        <translation>Gitter aus 25</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>Monde</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>Spirale</translation>
    </message>
    <message>
        <source>Number line (1-D)</source>
        <translation>Zahlengerade (1-D)</translation>
    </message>
    <message>
        <source>Minimax</source>
        <translation>Minimax</translation>
    </message>
    <message>
        <source>Non-saturating</source>
        <translation>Nicht sättigend</translation>
    </message>
    <message>
        <source>Least squares</source>
        <translation>Kleinste Quadrate</translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation>Hinge</translation>
    </message>
    <message>
        <source>WGAN-GP</source>
        <translation>WGAN-GP</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>Normalverteilt</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>Gleichverteilt</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>What forger and police want</source>
        <translation>Was Fälscher und Polizei wollen</translation>
    </message>
    <message>
        <source>Forger’s rate</source>
        <translation>Rate Fälscher</translation>
    </message>
    <message>
        <source>Learning rate of G: how far a step goes</source>
        <translation>Lernrate von G: wie weit ein Schritt geht</translation>
    </message>
    <message>
        <source>Police’s rate</source>
        <translation>Rate Polizei</translation>
    </message>
    <message>
        <source>Learning rate of D: how far a step goes</source>
        <translation>Lernrate von D: wie weit ein Schritt geht</translation>
    </message>
    <message>
        <source>Forger’s steps</source>
        <translation>Schritte G</translation>
    </message>
    <message>
        <source>Updates of G in a turn</source>
        <translation>Lernschritte von G je Runde</translation>
    </message>
    <message>
        <source>Police’s steps</source>
        <translation>Schritte D</translation>
    </message>
    <message>
        <source>Updates of D in a turn, before G’s</source>
        <translation>Lernschritte von D je Runde, vor denen von G</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>How a gradient becomes a step</source>
        <translation>Wie aus einem Gradienten ein Schritt wird</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>How much of its last step SGD keeps going, 0 … 0.99</source>
        <translation>Wie viel von seinem letzten Schritt SGD beibehält, 0 … 0,99</translation>
    </message>
    <message>
        <source>Adam’s memory of gradients: the share that is kept, 0 … 0.99</source>
        <translation>Adams Gedächtnis für Gradienten: der Anteil, der bleibt, 0 … 0,99</translation>
    </message>
    <message>
        <source>Adam’s memory of their squares: the share kept, 0 … 0.9999</source>
        <translation>Adams Gedächtnis für ihre Quadrate: der Anteil, der bleibt, 0 … 0,9999</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Points that a player sees in an update</source>
        <translation>Punkte, die ein Spieler je Lernschritt sieht</translation>
    </message>
    <message>
        <source>Instance noise σ</source>
        <translation>Instanzrauschen σ</translation>
    </message>
    <message>
        <source>Noise on real and fake points before D sees them</source>
        <translation>Rauschen auf echten und falschen Punkten, bevor D sie sieht</translation>
    </message>
    <message>
        <source>Gradient penalty</source>
        <translation>Gradientenstrafe</translation>
    </message>
    <message>
        <source>Weight of the penalty on D’s slope: WGAN-GP’s own, else R1</source>
        <translation>Gewicht der Strafe auf die Steigung von D: die von WGAN-GP, sonst R1</translation>
    </message>
    <message>
        <source>Spectral normalisation</source>
        <translation>Spektralnormierung</translation>
    </message>
    <message>
        <source>D’s weights divided by their largest singular value</source>
        <translation>Die Gewichte von D geteilt durch ihren größten Singulärwert</translation>
    </message>
    <message>
        <source>Packing m</source>
        <translation>Packung m</translation>
    </message>
    <message>
        <source>How many points D judges at once (PacGAN)</source>
        <translation>Wie viele Punkte D auf einmal beurteilt (PacGAN)</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>What z is drawn from</source>
        <translation>Woraus z gezogen wird</translation>
    </message>
    <message>
        <source>Noise dimensions</source>
        <translation>Dimensionen von z</translation>
    </message>
    <message>
        <source>How many numbers z has</source>
        <translation>Wie viele Zahlen z hat</translation>
    </message>
    <message>
        <source>Forger’s layers</source>
        <translation>Schichten Fälscher</translation>
    </message>
    <message>
        <source>Neurons of each hidden layer of G, as 32-32</source>
        <translation>Neuronen jeder verdeckten Schicht von G, etwa 32-32</translation>
    </message>
    <message>
        <source>Police’s layers</source>
        <translation>Schichten Polizei</translation>
    </message>
    <message>
        <source>Neurons of each hidden layer of D, as 32-32</source>
        <translation>Neuronen jeder verdeckten Schicht von D, etwa 32-32</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>The bend between two layers of both networks</source>
        <translation>Der Knick zwischen zwei Schichten beider Netze</translation>
    </message>
    <message>
        <source>Zoom of the data</source>
        <translation>Zoom der Daten</translation>
    </message>
    <message>
        <source>Both networks see the data with this standard deviation; 0: as they are</source>
        <translation>Beide Netze sehen die Daten mit dieser Standardabweichung; 0: wie sie sind</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed gives the same run</source>
        <translation>Derselbe Startwert ergibt denselben Lauf</translation>
    </message>
    <message>
        <source>{name}: {asked} is too small; {taken} is the least there is.</source>
        <translation>{name}: {asked} ist zu klein; {taken} ist das Mindeste.</translation>
    </message>
    <message>
        <source>{name}: {asked} is too large to compute live; {taken} is the most there is.</source>
        <translation>{name}: {asked} ist zu groß, um live zu rechnen; {taken} ist das Höchste.</translation>
    </message>
    <message>
        <source>{name}: that is no number; {taken} is used.</source>
        <translation>{name}: Das ist keine Zahl; es gilt {taken}.</translation>
    </message>
    <message>
        <source>{name}: that is too many layers to compute live; {taken} are used.</source>
        <translation>{name}: So viele Schichten lassen sich nicht live rechnen; es gilt {taken}.</translation>
    </message>
    <message>
        <source>{name}: with 0 steps for both nobody would learn; it stays at {taken}.</source>
        <translation>{name}: Mit 0 Schritten für beide würde niemand lernen; es bleibt bei {taken}.</translation>
    </message>
    <message>
        <source>A number is none any more since step {step}: training stands.</source>
        <translation>Seit Schritt {step} ist eine Zahl keine mehr: Das Training steht.</translation>
    </message>
    <message>
        <source>Police too strong: G’s gradient has vanished ({norm}, {fall} times shorter than it was).</source>
        <translation>Polizei zu stark: Der Gradient von G ist verschwunden ({norm}, {fall}-mal kürzer als zuvor).</translation>
    </message>
    <message>
        <source>Collapsed to {n} of {total} modes.</source>
        <translation>Kollabiert auf {n} von {total} Moden.</translation>
    </message>
    <message>
        <source>Oscillating with period ≈ {n} steps: they chase each other.</source>
        <translation>Schwingt mit Periode ≈ {n} Schritte: Sie jagen einander.</translation>
    </message>
    <message>
        <source>Near equilibrium: D ≈ ½ everywhere that counts.</source>
        <translation>Nahe am Gleichgewicht: D ≈ ½ überall, wo es zählt.</translation>
    </message>
    <message>
        <source>Near equilibrium: D ≈ ½, gains at most {gain}.</source>
        <translation>Nahe am Gleichgewicht: D ≈ ½, Gewinne höchstens {gain}.</translation>
    </message>
    <message>
        <source>The forger gets better: JS falls from {a} to {b} bits.</source>
        <translation>Der Fälscher wird besser: JS fällt von {a} auf {b} Bit.</translation>
    </message>
    <message>
        <source>Press play: the forger learns to fool the police.</source>
        <translation>Drücken Sie auf Abspielen: Der Fälscher lernt, die Polizei zu täuschen.</translation>
    </message>
    <message>
        <source>Learning: the police scores real points {a}, fakes {b} on average.</source>
        <translation>Am Lernen: Die Polizei bewertet echte Punkte im Mittel mit {a}, Fälschungen mit {b}.</translation>
    </message>
    <message>
        <source>Learning: D is {a} on real points and {b} on fakes on average.</source>
        <translation>Am Lernen: D ist im Mittel {a} auf echten Punkten und {b} auf Fälschungen.</translation>
    </message>
    <message>
        <source>Nash test: alone for {n} updates the police would gain {d}, the forger {g} (J before − after, on {m} points).</source>
        <translation>Nash-Test: Allein in {n} Lernschritten gewänne die Polizei {d}, der Fälscher {g} (J vorher − nachher, auf {m} Punkten).</translation>
    </message>
    <message>
        <source>{i} of {n}: the police looks at {m} real and {m} fake points, J_D = {j}, and moves its border by a gradient of length {norm}.</source>
        <translation>{i} von {n}: Die Polizei sieht {m} echte und {m} falsche Punkte an, J_D = {j}, und verschiebt ihre Grenze um einen Gradienten der Länge {norm}.</translation>
    </message>
    <message>
        <source>{i} of {n}: the forger makes {m} fakes, feels the arrows, J_G = {j}, and bends its grid by a gradient of length {norm}.</source>
        <translation>{i} von {n}: Der Fälscher macht {m} Fälschungen, spürt die Pfeile, J_G = {j}, und verbiegt sein Gitter um einen Gradienten der Länge {norm}.</translation>
    </message>
    <message>
        <source>{n} points from {name}, scaled to the unit square: {axes}.</source>
        <translation>{n} Punkte aus {name}, auf das Einheitsquadrat skaliert: {axes}.</translation>
    </message>
    <message>
        <source>{column} from {low} … {high}</source>
        <translation>{column} von {low} … {high}</translation>
    </message>
    <message>
        <source>column {n}</source>
        <translation>Spalte {n}</translation>
    </message>
    <message>
        <source>Of {n} rows evenly spaced ones were taken.</source>
        <translation>Von {n} Zeilen wurden welche in gleichem Abstand genommen.</translation>
    </message>
    <message>
        <source>Rows left out for want of numbers: {n}, the first: {fault}.</source>
        <translation>Mangels Zahlen ausgelassene Zeilen: {n}, die erste: {fault}.</translation>
    </message>
    <message>
        <source>{name} has too few rows of numbers ({detail}).</source>
        <translation>{name} hat zu wenige Zeilen mit Zahlen ({detail}).</translation>
    </message>
    <message>
        <source>{name}: a column that is the same everywhere cannot be an axis ({detail}).</source>
        <translation>{name}: Eine Spalte, die überall gleich ist, kann keine Achse sein ({detail}).</translation>
    </message>
    <message>
        <source>{name} cannot be read as a table ({detail}).</source>
        <translation>{name} lässt sich nicht als Tabelle lesen ({detail}).</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} ist leer.</translation>
    </message>
    <message>
        <source>The data stay as they were.</source>
        <translation>Die Daten bleiben, wie sie waren.</translation>
    </message>
</context>
<context>
    <name>GanPresenter</name>
    <message>
        <source>Getting the players ready …</source>
        <translation>Die Spieler machen sich bereit …</translation>
    </message>
    <message>
        <source>{name}: “{text}” is no value for this.</source>
        <translation>{name}: „{text}“ ist dafür kein Wert.</translation>
    </message>
    <message>
        <source>That is too little to imitate: draw a few points that differ.</source>
        <translation>Das ist zu wenig zum Nachahmen: Zeichnen Sie ein paar verschiedene Punkte.</translation>
    </message>
    <message>
        <source>Training a copy of each …</source>
        <translation>Von jedem lernt eine Kopie …</translation>
    </message>
    <message>
        <source>The police goes home: writing the forger as ONNX …</source>
        <translation>Die Polizei geht nach Hause: Der Fälscher wird als ONNX geschrieben …</translation>
    </message>
    <message>
        <source>Looking back at step {n}. Play, a step or another knob goes on from here and forgets what came later.</source>
        <translation>Rückblick auf Schritt {n}. Abspielen, ein Schritt oder ein anderer Regler macht von hier aus weiter und vergisst, was danach kam.</translation>
    </message>
    <message>
        <source>Left: {text}</source>
        <translation>Links: {text}</translation>
    </message>
    <message>
        <source>Right: {text}</source>
        <translation>Rechts: {text}</translation>
    </message>
    <message>
        <source>At step {n} a number is none any more ({what}): training stands. The last good picture is kept; drag the time line back or reset, and take a smaller learning rate.</source>
        <translation>In Schritt {n} ist eine Zahl keine mehr ({what}): Das Training steht. Das letzte gute Bild ist noch da; ziehen Sie die Zeitleiste zurück oder setzen Sie zurück, und nehmen Sie eine kleinere Lernrate.</translation>
    </message>
    <message>
        <source>The forger works alone now: {folder} (ONNX agrees to {parity}).</source>
        <translation>Der Fälscher arbeitet jetzt allein: {folder} (ONNX stimmt auf {parity}).</translation>
    </message>
    <message>
        <source>Left: as set</source>
        <translation>Links: wie eingestellt</translation>
    </message>
    <message>
        <source>Right: the same</source>
        <translation>Rechts: dasselbe</translation>
    </message>
</context>
<context>
    <name>GanView</name>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>The game, the forgers that were kept, or the smallest GAN there is</source>
        <translation>Das Spiel, die aufgehobenen Fälscher oder das kleinste GAN, das es gibt</translation>
    </message>
    <message>
        <source>The game</source>
        <translation>Das Spiel</translation>
    </message>
    <message>
        <source>Forgers alone</source>
        <translation>Fälscher allein</translation>
    </message>
    <message>
        <source>Two parameters</source>
        <translation>Zwei Parameter</translation>
    </message>
    <message>
        <source>Games that do what they say</source>
        <translation>Spiele, die tun, was sie sagen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Which instrument to look at</source>
        <translation>Welches Messgerät zu sehen ist</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Messgerät</translation>
    </message>
    <message>
        <source>Noise plane</source>
        <translation>Rauschebene</translation>
    </message>
</context>
<context>
    <name>GrowthTable</name>
    <message>
        <source>n: tokens that the chain looks back; |V|ⁿ⁺¹: runs that V tokens allow; contexts: how many were seen; one follower: after how many of them only one token came</source>
        <translation>n: Token, die die Kette zurückblickt; |V|ⁿ⁺¹: Folgen, die V Token erlauben; Kontexte: wie viele gesehen wurden; ein Nachfolger: nach wie vielen davon immer dasselbe Token kam</translation>
    </message>
    <message>
        <source>one follower</source>
        <translation>nur ein Nachfolger</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>|V|ⁿ⁺¹</source>
        <translation>|V|ⁿ⁺¹</translation>
    </message>
    <message>
        <source>contexts</source>
        <translation>Kontexte</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>The networks need the same for every n: {sizes}.</source>
        <translation>Die Netze brauchen für jedes n dasselbe: {sizes}.</translation>
    </message>
    <message>
        <source>{mb} MB</source>
        <translation>{mb} MB</translation>
    </message>
</context>
<context>
    <name>GrowthView</name>
    <message>
        <source>How the table grows with its order</source>
        <translation>Wie die Tabelle mit der Ordnung wächst</translation>
    </message>
</context>
<context>
    <name>HeadTable</name>
    <message>
        <source>A strip is a vector, a cell a dimension: q blue, k red, v green; what is negative is grey</source>
        <translation>Ein Streifen ist ein Vektor, eine Zelle eine Dimension: q blau, k rot, v grün; was negativ ist, grau</translation>
    </message>
    <message>
        <source>softmax: weight</source>
        <translation>Softmax: Gewicht</translation>
    </message>
    <message>
        <source>what the head passes on: Σ weight · v =</source>
        <translation>was der Kopf weitergibt: Σ Gewicht · v =</translation>
    </message>
</context>
<context>
    <name>Heads</name>
    <message>
        <source>Left button: look at this head. Right button, or Delete: switch it off, or on again. Below it: the mean entropy of its rows, 0 bits where it looks at one word</source>
        <translation>Linke Taste: diesen Kopf ansehen. Rechte Taste oder Entf: aus- oder wieder einschalten. Darunter: die mittlere Entropie seiner Zeilen, 0 Bit, wo er auf ein einziges Wort schaut</translation>
    </message>
    <message>
        <source>layer {n}</source>
        <translation>Schicht {n}</translation>
    </message>
    <message>
        <source>head {n}</source>
        <translation>Kopf {n}</translation>
    </message>
    <message>
        <source>{n} bits</source>
        <translation>{n} Bit</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Drag</source>
        <translation>Ziehen</translation>
    </message>
    <message>
        <source>move the point; anywhere in the plane puts it there</source>
        <translation>bewegt den Punkt; ein Klick irgendwo in die Ebene setzt ihn dorthin</translation>
    </message>
    <message>
        <source>Click a data point</source>
        <translation>Klick auf einen Datenpunkt</translation>
    </message>
    <message>
        <source>choose that picture</source>
        <translation>wählt dieses Bild</translation>
    </message>
    <message>
        <source>Arrow keys, Shift</source>
        <translation>Pfeiltasten, Umschalt</translation>
    </message>
    <message>
        <source>nudge the point, ten times as far with Shift</source>
        <translation>verschieben den Punkt, mit Umschalt zehnmal so weit</translation>
    </message>
    <message>
        <source>Page down, page up</source>
        <translation>Bild ab, Bild auf</translation>
    </message>
    <message>
        <source>choose the next picture, or the one before</source>
        <translation>wählen das nächste Bild oder das vorige</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>put the point back onto the code of its picture</source>
        <translation>setzt den Punkt zurück auf den Code seines Bildes</translation>
    </message>
    <message>
        <source>undo, redo</source>
        <translation>zurücknehmen, wiederherstellen</translation>
    </message>
    <message>
        <source>Ctrl Z, Ctrl Y</source>
        <translation>Strg Z, Strg Y</translation>
    </message>
    <message>
        <source>Wheel, + −</source>
        <translation>Mausrad, + −</translation>
    </message>
    <message>
        <source>zoom the plane</source>
        <translation>vergrößern und verkleinern die Ebene</translation>
    </message>
    <message>
        <source>Right button, Shift-drag</source>
        <translation>Rechte Taste, Umschalt-Ziehen</translation>
    </message>
    <message>
        <source>move the plane</source>
        <translation>verschieben die Ebene</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>show all codes</source>
        <translation>zeigt alle Codes</translation>
    </message>
    <message>
        <source>Ctrl-arrow keys</source>
        <translation>Strg-Pfeiltasten</translation>
    </message>
    <message>
        <source>nudge the second point B</source>
        <translation>verschieben den zweiten Punkt B</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>play the walk, or pause</source>
        <translation>spielt den Weg ab oder hält an</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>draw no path after all</source>
        <translation>zeichnet doch keinen Weg</translation>
    </message>
    <message>
        <source>vary each dimension</source>
        <translation>variiert jede Dimension</translation>
    </message>
    <message>
        <source>draw a picture of your own, or stop</source>
        <translation>zeichnet ein eigenes Bild oder hört damit auf</translation>
    </message>
    <message>
        <source>E, [ ], Delete</source>
        <translation>E, [ ], Entf</translation>
    </message>
    <message>
        <source>on the canvas: eraser, width of the brush, empty it</source>
        <translation>auf der Zeichenfläche: Radierer, Breite des Pinsels, leeren</translation>
    </message>
    <message>
        <source>F2, Delete</source>
        <translation>F2, Entf</translation>
    </message>
    <message>
        <source>in the list of versions: rename one, delete one</source>
        <translation>in der Liste der Versionen: eine umbenennen, eine löschen</translation>
    </message>
    <message>
        <source>draw ε anew: z = μ + σ·ε</source>
        <translation>zieht ε neu: z = μ + σ·ε</translation>
    </message>
    <message>
        <source>Space, Ctrl Enter</source>
        <translation>Leertaste, Strg Eingabe</translation>
    </message>
    <message>
        <source>in the Attention Viewer: the next German word, all the rest</source>
        <translation>im Attention-Betrachter: das nächste deutsche Wort, der ganze Rest</translation>
    </message>
    <message>
        <source>Backspace, Ctrl Home</source>
        <translation>Rücktaste, Strg Pos1</translation>
    </message>
    <message>
        <source>there: take the last word back, begin anew</source>
        <translation>dort: das letzte Wort zurücknehmen, neu beginnen</translation>
    </message>
    <message>
        <source>Ctrl 1 … Ctrl 9, Ctrl 0</source>
        <translation>Strg 1 … Strg 9, Strg 0</translation>
    </message>
    <message>
        <source>there: its pages</source>
        <translation>dort: seine Seiten</translation>
    </message>
    <message>
        <source>Arrow keys, Delete</source>
        <translation>Pfeiltasten, Entf</translation>
    </message>
    <message>
        <source>there: choose a word, a head, a box, a branch; switch a head</source>
        <translation>dort: Wort, Kopf, Kasten oder Zweig wählen; einen Kopf schalten</translation>
    </message>
    <message>
        <source>fold the panel away</source>
        <translation>klappt das Bedienfeld weg</translation>
    </message>
    <message>
        <source>full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Ctrl +, Ctrl −</source>
        <translation>Strg +, Strg −</translation>
    </message>
    <message>
        <source>larger and smaller type</source>
        <translation>größere und kleinere Schrift</translation>
    </message>
    <message>
        <source>this page</source>
        <translation>diese Seite</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>data &lt;i&gt;x&lt;/i&gt;</source>
        <translation>Daten &lt;i&gt;x&lt;/i&gt;</translation>
    </message>
    <message>
        <source>given back &lt;i&gt;x̂&lt;/i&gt;</source>
        <translation>rekonstruiert &lt;i&gt;x̂&lt;/i&gt;</translation>
    </message>
</context>
<context>
    <name>Inside</name>
    <message>
        <source>Inside the encoder</source>
        <translation>Im Encoder</translation>
    </message>
    <message>
        <source>Inside the decoder</source>
        <translation>Im Decoder</translation>
    </message>
    <message>
        <source>Layers: {sizes}</source>
        <translation>Schichten: {sizes}</translation>
    </message>
    <message>
        <source>Test error a pixel: {mse}</source>
        <translation>Testfehler je Pixel: {mse}</translation>
    </message>
    <message>
        <source>Test −ELBO: {elbo} nats</source>
        <translation>−ELBO auf Testdaten: {elbo} nats</translation>
    </message>
    <message>
        <source>A model from elsewhere: its layers are not described.</source>
        <translation>Ein fremdes Modell: Seine Schichten sind nicht beschrieben.</translation>
    </message>
    <message>
        <source>The large layers are convolutions: the same small filters at every place.</source>
        <translation>Die großen Schichten sind Faltungen: überall dieselben kleinen Filter.</translation>
    </message>
    <message>
        <source>p(x|z) = N(x̂, s²) for each colour value, s = {s}</source>
        <translation>p(x|z) = N(x̂, s²) für jeden Farbwert, s = {s}</translation>
    </message>
    <message>
        <source>Each arrow: weights, then GELU; the last one is linear.</source>
        <translation>Jeder Pfeil: Gewichte, dann GELU; der letzte ist linear.</translation>
    </message>
    <message>
        <source>One linear map: z = W (x − mean), x̂ = Wᵀ z + mean.</source>
        <translation>Eine lineare Abbildung: z = W (x − Mittel), x̂ = Wᵀ z + Mittel.</translation>
    </message>
    <message>
        <source>Loss: Σ (x − x̂)²</source>
        <translation>Verlust: Σ (x − x̂)²</translation>
    </message>
    <message>
        <source>q(z|x) = N(μ, σ²), z = μ + σ·ε</source>
        <translation>q(z|x) = N(μ, σ²), z = μ + σ·ε</translation>
    </message>
    <message>
        <source>Loss: −log p(x|z) + β · KL(q(z|x) ‖ N(0, 1)), β = {beta}</source>
        <translation>Verlust: −log p(x|z) + β · KL(q(z|x) ‖ N(0, 1)), β = {beta}</translation>
    </message>
</context>
<context>
    <name>InsidePage</name>
    <message>
        <source>The word that asks</source>
        <translation>Das Wort, das fragt</translation>
    </message>
    <message>
        <source>word that asks</source>
        <translation>fragendes Wort</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>Shows the five steps one after another</source>
        <translation>Zeigt die fünf Schritte nacheinander</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Shows the numbers up to this step</source>
        <translation>Zeigt die Zahlen bis zu diesem Schritt</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Copy the view</source>
        <translation>Ansicht kopieren</translation>
    </message>
    <message>
        <source>Save its numbers as a table …</source>
        <translation>Seine Zahlen als Tabelle sichern …</translation>
    </message>
    <message>
        <source>Save what may come next …</source>
        <translation>Sichern, was folgen kann …</translation>
    </message>
    <message>
        <source>Save the weights of all heads …</source>
        <translation>Die Gewichte aller Köpfe sichern …</translation>
    </message>
    <message>
        <source>Save the times …</source>
        <translation>Die Zeiten sichern …</translation>
    </message>
    <message>
        <source>Open a state …</source>
        <translation>Einen Stand öffnen …</translation>
    </message>
    <message>
        <source>This page has no numbers to save yet.</source>
        <translation>Diese Seite hat noch keine Zahlen zum Sichern.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>{file} is no saved state of this tab, or it is damaged.</source>
        <translation>{file} ist kein gesicherter Stand dieses Reiters oder ist beschädigt.</translation>
    </message>
    <message>
        <source>{file}: the model “{name}” is not here.</source>
        <translation>{file}: Das Modell „{name}“ ist nicht da.</translation>
    </message>
    <message>
        <source>Copy the drawn picture</source>
        <translation>Gezeichnetes Bild kopieren</translation>
    </message>
    <message>
        <source>Save the view …</source>
        <translation>Ansicht sichern …</translation>
    </message>
    <message>
        <source>Save the plane …</source>
        <translation>Ebene sichern …</translation>
    </message>
    <message>
        <source>Save the drawn picture …</source>
        <translation>Gezeichnetes Bild sichern …</translation>
    </message>
    <message>
        <source>Save the strip …</source>
        <translation>Bilderstreifen sichern …</translation>
    </message>
    <message>
        <source>Save the walk as an animation …</source>
        <translation>Weg als Animation sichern …</translation>
    </message>
    <message>
        <source>Save the codes as a table …</source>
        <translation>Codes als Tabelle sichern …</translation>
    </message>
    <message>
        <source>Save codes and pictures …</source>
        <translation>Codes und Bilder sichern …</translation>
    </message>
    <message>
        <source>Save this state …</source>
        <translation>Diesen Stand sichern …</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild liegt in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>LatentPresenter</name>
    <message>
        <source>The model “{name}” of last time is not here any more.</source>
        <translation>Das Modell „{name}“ vom letzten Mal ist nicht mehr da.</translation>
    </message>
    <message>
        <source>No model can be opened. The models belong into the folder models_onnx.</source>
        <translation>Kein Modell lässt sich öffnen. Die Modelle gehören in den Ordner models_onnx.</translation>
    </message>
    <message>
        <source>This model has no encoder: it shows what it draws, not your pictures.</source>
        <translation>Dieses Modell hat keinen Encoder: Es zeigt, was es zeichnet, nicht deine Bilder.</translation>
    </message>
    <message>
        <source>Not all of it fits any more; what did not was left out.</source>
        <translation>Nicht alles passt noch; was nicht passt, ist weggelassen.</translation>
    </message>
    <message>
        <source>Opening “{data}” … The first time its pictures are drawn, too.</source>
        <translation>„{data}“ wird geöffnet … Beim ersten Mal werden auch seine Bilder gezeichnet.</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>deins</translation>
    </message>
</context>
<context>
    <name>LatentView</name>
    <message>
        <source>Which trained model to look at</source>
        <translation>Welches trainierte Modell betrachtet wird</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Takes back the last choice or move (Ctrl+Z)</source>
        <translation>Nimmt die letzte Wahl oder Bewegung zurück (Strg+Z)</translation>
    </message>
    <message>
        <source>Does again what was taken back (Ctrl+Y)</source>
        <translation>Macht das Zurückgenommene wieder (Strg+Y)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Your own pictures, folders, models and saved states</source>
        <translation>Eigene Bilder, Ordner, Modelle und gesicherte Stände</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Copies or saves what is shown</source>
        <translation>Kopiert oder sichert, was zu sehen ist</translation>
    </message>
    <message>
        <source>Drag me: the picture follows.</source>
        <translation>Zieh mich: Das Bild folgt.</translation>
    </message>
</context>
<context>
    <name>Lines</name>
    <message>
        <source>the thicker the line, the larger the weight</source>
        <translation>je dicker die Linie, desto größer das Gewicht</translation>
    </message>
</context>
<context>
    <name>LookupTable</name>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>LossLegend</name>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>training {loss}</source>
        <translation>Training {loss}</translation>
    </message>
    <message>
        <source>held out {loss}</source>
        <translation>ungesehen {loss}</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>logarithmic loss axis</source>
        <translation>logarithmische Verlustachse</translation>
    </message>
    <message>
        <source>equal distances for equal factors: shows small gains late in a training</source>
        <translation>gleiche Abstände für gleiche Faktoren: zeigt kleine Fortschritte spät im Training</translation>
    </message>
    <message>
        <source>no step yet</source>
        <translation>noch kein Schritt</translation>
    </message>
    <message>
        <source>loss curves</source>
        <translation>Verlustkurven</translation>
    </message>
    <message>
        <source>how wrong the network is, step by step: on what it trains on, and on held-out data that it never trains on. Faint: every step; strong: smoothed. ← → look at a step.</source>
        <translation>wie falsch das Netz liegt, Schritt für Schritt: bei dem, womit es trainiert, und bei ungesehenen Daten, mit denen es nie trainiert. Blass: jeder Schritt; kräftig: geglättet. ← → zeigen einen Schritt.</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Projector</source>
        <translation>Beamer</translation>
    </message>
    <message>
        <source>Latent Explorer</source>
        <translation>Latenter Raum</translation>
    </message>
    <message>
        <source>GAN Playground</source>
        <translation>GAN-Spielplatz</translation>
    </message>
    <message>
        <source>Text Generator</source>
        <translation>Textgenerator</translation>
    </message>
    <message>
        <source>Attention Viewer</source>
        <translation>Attention-Betrachter</translation>
    </message>
    <message>
        <source>Where you were last time cannot be read; this is a fresh start.</source>
        <translation>Der letzte Stand lässt sich nicht lesen; es beginnt von vorn.</translation>
    </message>
    <message>
        <source>getting ready …</source>
        <translation>wird vorbereitet …</translation>
    </message>
    <message>
        <source>Where the models run, and why</source>
        <translation>Wo die Modelle rechnen und warum</translation>
    </message>
    <message>
        <source>Time that the model took for its last answer</source>
        <translation>Zeit, die das Modell für seine letzte Antwort brauchte</translation>
    </message>
    <message>
        <source>Language, theme, type size, help</source>
        <translation>Sprache, Farben, Schriftgröße, Hilfe</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Larger type</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller type</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>The setting holds for this session only: the folder cannot be written.</source>
        <translation>Die Einstellung gilt nur für diese Sitzung: Der Ordner ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>Der Bericht liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>model: {ms} ms</source>
        <translation>Modell: {ms} ms</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>▶ Encoder, 7 steps</source>
        <translation>▶ Encoder, 7 Schritte</translation>
    </message>
    <message>
        <source>▶ Decoder, 8 steps</source>
        <translation>▶ Decoder, 8 Schritte</translation>
    </message>
    <message>
        <source>The lecture&apos;s seven steps, on this sentence</source>
        <translation>Die sieben Schritte der Vorlesung, an diesem Satz</translation>
    </message>
    <message>
        <source>The lecture&apos;s eight steps, on this sentence</source>
        <translation>Die acht Schritte der Vorlesung, an diesem Satz</translation>
    </message>
    <message>
        <source>And in training?</source>
        <translation>Und im Training?</translation>
    </message>
    <message>
        <source>Two small trainings, with and without Norm</source>
        <translation>Zwei kleine Trainings, mit und ohne Norm</translation>
    </message>
    <message>
        <source>layer {n}</source>
        <translation>Schicht {n}</translation>
    </message>
    <message>
        <source>Read as pieces, {n} in all: {words}</source>
        <translation>Gelesen als Teile, insgesamt {n}: {words}</translation>
    </message>
    <message>
        <source>Each piece becomes a vector; it is learnt, the same everywhere.</source>
        <translation>Jedes Teil wird ein Vektor; er ist gelernt und überall derselbe.</translation>
    </message>
    <message>
        <source>Sines and cosines of its place are added to each vector.</source>
        <translation>Zu jedem Vektor kommen Sinus und Kosinus seines Platzes.</translation>
    </message>
    <message>
        <source>Each word asks the others and takes in what they answer.</source>
        <translation>Jedes Wort fragt die anderen und nimmt auf, was sie antworten.</translation>
    </message>
    <message>
        <source>Each German word asks the English ones: the encoder&apos;s values.</source>
        <translation>Jedes deutsche Wort fragt die englischen: die Werte des Encoders.</translation>
    </message>
    <message>
        <source>Two layers of neurons, for each word by itself.</source>
        <translation>Zwei Schichten Neuronen, für jedes Wort für sich.</translation>
    </message>
    <message>
        <source>A logit for each piece of the vocabulary; the {best} highest here.</source>
        <translation>Ein Logit für jedes Teil des Wortschatzes; hier die {best} höchsten.</translation>
    </message>
    <message>
        <source>Probabilities that sum to 1. The likeliest: {word}</source>
        <translation>Wahrscheinlichkeiten mit der Summe 1. Am wahrscheinlichsten: {word}</translation>
    </message>
    <message>
        <source>Above: what is added to what came in; spread {before} a word. Below: normalised, then scaled as learnt; spread {after}.</source>
        <translation>Oben: die Summe mit dem, was hereinkam; Streuung {before} je Wort. Unten: normalisiert, dann wie gelernt skaliert; Streuung {after}.</translation>
    </message>
</context>
<context>
    <name>MemoryDesk</name>
    <message>
        <source>There is no network here, and a chain of counts has no gradient.</source>
        <translation>Hier gibt es kein Netz, und eine Kette aus Anzahlen hat keinen Gradienten.</translation>
    </message>
    <message>
        <source>The gradients are being computed …</source>
        <translation>Die Gradienten werden berechnet …</translation>
    </message>
    <message>
        <source>A gradient needs a text of two tokens and more.</source>
        <translation>Ein Gradient braucht einen Text aus mindestens zwei Token.</translation>
    </message>
    <message>
        <source>Of the gradient at distance 1 there is left at distance {d}: {list}.</source>
        <translation>Vom Gradienten bei Abstand 1 bleibt bei Abstand {d}: {list}.</translation>
    </message>
    <message>
        <source>Something is opened, d tokens follow: is closing it now more probable than where nothing was opened?</source>
        <translation>Etwas wird geöffnet, d Token folgen: Ist das Schließen jetzt wahrscheinlicher als dort, wo nichts geöffnet wurde?</translation>
    </message>
    <message>
        <source>{model} {right} of {tries}</source>
        <translation>{model} {right} von {tries}</translation>
    </message>
    <message>
        <source>Right at distance {d}: {list}; guessing gives half.</source>
        <translation>Richtig bei Abstand {d}: {list}; Raten ergibt die Hälfte.</translation>
    </message>
</context>
<context>
    <name>MemoryPage</name>
    <message>
        <source>‖∂ log p(next) / ∂e_t‖: how much the vector of token t moves what comes next</source>
        <translation>‖∂ log p(nächstes) / ∂e_t‖: wie stark der Vektor von Token t beeinflusst, was als Nächstes kommt</translation>
    </message>
    <message>
        <source>‖∂h_T / ∂h_t‖ of the recurrent networks: the vanishing gradient</source>
        <translation>‖∂h_T / ∂h_t‖ der rekurrenten Netze: der verschwindende Gradient</translation>
    </message>
    <message>
        <source>By token</source>
        <translation>Nach Token</translation>
    </message>
    <message>
        <source>By state</source>
        <translation>Nach Zustand</translation>
    </message>
    <message>
        <source>Open and close</source>
        <translation>Öffnen und schließen</translation>
    </message>
    <message>
        <source>Does a model still know, d tokens later, that something was opened or who spoke?</source>
        <translation>Weiß ein Modell d Token später noch, dass etwas geöffnet wurde oder wer sprach?</translation>
    </message>
    <message>
        <source>What is opened</source>
        <translation>Was geöffnet wird</translation>
    </message>
    <message>
        <source>What is opened, and has to be closed d tokens later</source>
        <translation>Was geöffnet wird und d Token später zu schließen ist</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Tests every network at distances from 1 to 128</source>
        <translation>Prüft jedes Netz bei Abständen von 1 bis 128</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stops measuring</source>
        <translation>Hält die Messung an</translation>
    </message>
    <message>
        <source>share that is right</source>
        <translation>Anteil der richtigen</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>distance in tokens (1 is the last)</source>
        <translation>Abstand in Token (1 ist das letzte)</translation>
    </message>
    <message>
        <source>distance T − t in tokens</source>
        <translation>Abstand T − t in Token</translation>
    </message>
    <message>
        <source>distance in tokens</source>
        <translation>Abstand in Token</translation>
    </message>
    <message>
        <source>guessing</source>
        <translation>Raten</translation>
    </message>
    <message>
        <source>State path of the {model}</source>
        <translation>Weg des Zustands: {model}</translation>
    </message>
    <message>
        <source>1st direction ({p})</source>
        <translation>1. Richtung ({p})</translation>
    </message>
    <message>
        <source>1st ({p})</source>
        <translation>1. ({p})</translation>
    </message>
    <message>
        <source>2nd direction ({p})</source>
        <translation>2. Richtung ({p})</translation>
    </message>
    <message>
        <source>2nd ({p})</source>
        <translation>2. ({p})</translation>
    </message>
    <message>
        <source>The two directions in which its state moves most, with their variance</source>
        <translation>Die beiden Richtungen, in denen sich der Zustand am meisten bewegt, mit ihrer Varianz</translation>
    </message>
</context>
<context>
    <name>Meters</name>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Losses J_D, J_G and their sum</source>
        <translation>Verluste J_D, J_G und ihre Summe</translation>
    </message>
    <message>
        <source>Both players’ losses on a batch. Under minimax J_G + J_D = 0.</source>
        <translation>Die Verluste beider Spieler auf einem Stapel. Unter Minimax ist J_G + J_D = 0.</translation>
    </message>
    <message>
        <source>D(x), D(G(z)) and their logarithms</source>
        <translation>D(x), D(G(z)) und Logarithmen</translation>
    </message>
    <message>
        <source>Dots: the mean of D on real points and on fakes. Curves: −log D, which a non-saturating forger descends, and log(1 − D), which is flat where D is small: there the minimax forger learns nothing.</source>
        <translation>Punkte: das Mittel von D auf echten Punkten und auf Fälschungen. Kurven: −log D, die ein nicht sättigender Fälscher hinabsteigt, und log(1 − D), flach, wo D klein ist: Dort lernt der Minimax-Fälscher nichts.</translation>
    </message>
    <message>
        <source>Gradient norms of G and D</source>
        <translation>Gradientennormen von G und D</translation>
    </message>
    <message>
        <source>Length of each player’s gradient, on a logarithmic axis</source>
        <translation>Länge des Gradienten jedes Spielers, auf logarithmischer Achse</translation>
    </message>
    <message>
        <source>JS and KL in bits</source>
        <translation>JS und KL in Bit</translation>
    </message>
    <message>
        <source>How far fakes are from reals, on 30 × 30 cells, on a logarithmic axis. The dotted lines are the sampling floor: what two samples of the same data differ by.</source>
        <translation>Wie weit die Fälschungen von den echten Punkten entfernt sind, auf 30 × 30 Zellen, auf logarithmischer Achse. Die gepunkteten Linien sind der Stichprobenboden: worin sich zwei Stichproben derselben Daten unterscheiden.</translation>
    </message>
    <message>
        <source>D (1: fake)</source>
        <translation>D (1: falsch)</translation>
    </message>
    <message>
        <source>D (1: real)</source>
        <translation>D (1: echt)</translation>
    </message>
    <message>
        <source>no probability, so no logarithm</source>
        <translation>keine Wahrscheinlichkeit, kein Logarithmus</translation>
    </message>
    <message>
        <source>sum {c}</source>
        <translation>Summe {c}</translation>
    </message>
    <message>
        <source>floor {b}</source>
        <translation>Boden {b}</translation>
    </message>
    <message>
        <source>JS {a} bits</source>
        <translation>JS {a} Bit</translation>
    </message>
    <message>
        <source>{n} of {k} modes</source>
        <translation>{n} von {k} Moden</translation>
    </message>
    <message>
        <source>{g} % good</source>
        <translation>{g} % gut</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Look into this model</source>
        <translation>In dieses Modell hineinsehen</translation>
    </message>
    <message>
        <source>{n} unknown</source>
        <translation>{n} unbekannt</translation>
    </message>
    <message>
        <source>{n} words copied</source>
        <translation>{n} Wörter kopiert</translation>
    </message>
    <message>
        <source>{n} copied</source>
        <translation>{n} kopiert</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Underlined: what the model sees. Line above: the longest run of words that stands in its corpus word for word. Tinted: the probability of each token at temperature 1.</source>
        <translation>Unterstrichen: was das Modell sieht. Linie darüber: die längste Folge von Wörtern, die wörtlich in seinem Korpus steht. Getönt: die Wahrscheinlichkeit jedes Tokens bei Temperatur 1.</translation>
    </message>
</context>
<context>
    <name>NoisePlane</name>
    <message>
        <source>The noise z that the forger starts from. Drag the point.</source>
        <translation>Das Rauschen z, von dem der Fälscher ausgeht. Ziehen Sie den Punkt.</translation>
    </message>
    <message>
        <source>The noise z that the forger starts from. Point at it: the grid bends once more from noise to data, and the dot shows G(z).</source>
        <translation>Das Rauschen z, mit dem der Fälscher beginnt. Zeigen Sie darauf: Das Gitter biegt sich noch einmal vom Rauschen zu den Daten, und der Punkt zeigt G(z).</translation>
    </message>
</context>
<context>
    <name>NormDesk</name>
    <message>
        <source>The training process is getting ready …</source>
        <translation>Der Trainingsprozess macht sich bereit …</translation>
    </message>
    <message>
        <source>Two small translators learn the same 2,016 sentences, one without Norm: press “Train both”.</source>
        <translation>Zwei kleine Übersetzer lernen dieselben 2016 Sätze, einer ohne Norm: Drücken Sie „Beide trainieren“.</translation>
    </message>
    <message>
        <source>Step {step}: loss {one} with Norm, {other} without.</source>
        <translation>Schritt {step}: Verlust {one} mit Norm, {other} ohne.</translation>
    </message>
    <message>
        <source>Longest gradient: {one} and {other}.</source>
        <translation>Längster Gradient: {one} und {other}.</translation>
    </message>
    <message>
        <source>The one with Norm broke at step {step}.</source>
        <translation>Der mit Norm brach bei Schritt {step} zusammen.</translation>
    </message>
    <message>
        <source>The one without broke at step {step}: its loss had doubled.</source>
        <translation>Der ohne brach bei Schritt {step} zusammen: Sein Verlust hatte sich verdoppelt.</translation>
    </message>
    <message>
        <source>Steps to reach {loss}: {first} with Norm, {needed} without.</source>
        <translation>Schritte bis {loss}: mit Norm {first}, ohne {needed}.</translation>
    </message>
    <message>
        <source>Steps to reach {loss}: {first} without Norm, {needed} with it.</source>
        <translation>Schritte bis {loss}: ohne Norm {first}, mit {needed}.</translation>
    </message>
</context>
<context>
    <name>NormPage</name>
    <message>
        <source>{n} layers</source>
        <translation>{n} Schichten</translation>
    </message>
    <message>
        <source>learning rate {rate}</source>
        <translation>Lernrate {rate}</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>On each side; the more there are, the more it matters</source>
        <translation>Auf jeder Seite; je mehr es sind, desto mehr kommt es darauf an</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>How far one step goes, the same for both</source>
        <translation>Wie weit ein Schritt geht, für beide gleich</translation>
    </message>
    <message>
        <source>Train both</source>
        <translation>Beide trainieren</translation>
    </message>
    <message>
        <source>The same sentences, weights at the start, and steps; only the norm differs</source>
        <translation>Dieselben Sätze, Anfangsgewichte und Schritte; nur die Norm ist anders</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>Gradient</translation>
    </message>
    <message>
        <source>How wrong each network is, in nats a piece, step by step; logarithmic</source>
        <translation>Wie falsch jedes Netz liegt, in Nats je Stück, Schritt für Schritt; logarithmisch</translation>
    </message>
    <message>
        <source>Its length, √Σ g² over all weights, before it is cut to 1; logarithmic</source>
        <translation>Seine Länge, √Σ g² über alle Gewichte, bevor auf 1 gekürzt wird; logarithmisch</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>━━  with Add &amp; Norm, as in 2017</source>
        <translation>━━  mit Add &amp; Norm, wie 2017</translation>
    </message>
    <message>
        <source>╍╍  Add alone, without Norm</source>
        <translation>╍╍  nur Add, ohne Norm</translation>
    </message>
    <message>
        <source>{name}: loss {loss}, gradient {gradient}</source>
        <translation>{name}: Verlust {loss}, Gradient {gradient}</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>is too much</source>
        <translation>ist zu viel</translation>
    </message>
    <message>
        <source>is empty or cut off</source>
        <translation>ist leer oder abgeschnitten</translation>
    </message>
    <message>
        <source>A picture …</source>
        <translation>Ein Bild …</translation>
    </message>
    <message>
        <source>A folder of pictures …</source>
        <translation>Ein Ordner mit Bildern …</translation>
    </message>
    <message>
        <source>Arrays (NPZ, CSV) …</source>
        <translation>Zahlenfelder (NPZ, CSV) …</translation>
    </message>
    <message>
        <source>A model (ONNX) …</source>
        <translation>Ein Modell (ONNX) …</translation>
    </message>
    <message>
        <source>A model as one file (ZIP) …</source>
        <translation>Ein Modell als eine Datei (ZIP) …</translation>
    </message>
    <message>
        <source>A saved state …</source>
        <translation>Ein gesicherter Stand …</translation>
    </message>
    <message>
        <source>{count} of {all} files were left out: {names}</source>
        <translation>{count} von {all} Dateien sind weggelassen: {names}</translation>
    </message>
    <message>
        <source>This model has no encoder: it cannot read pictures.</source>
        <translation>Dieses Modell hat keinen Encoder: Es kann keine Bilder einlesen.</translation>
    </message>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>In der Zwischenablage liegt kein Bild.</translation>
    </message>
    <message>
        <source>{file} holds a model: it is called “{name}” here.</source>
        <translation>{file} enthält ein Modell: Es heißt hier „{name}“.</translation>
    </message>
    <message>
        <source>{file}: the model “{name}” is not here.</source>
        <translation>{file}: Das Modell „{name}“ ist nicht da.</translation>
    </message>
    <message>
        <source>{file} is no saved state of this program, or it is damaged.</source>
        <translation>{file} ist kein gesicherter Stand dieses Programms oder beschädigt.</translation>
    </message>
    <message>
        <source>Images ({kinds})</source>
        <translation>Bilder ({kinds})</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>OrbitPage</name>
    <message>
        <source>The smallest GAN there is: all data lie at 0, the forger puts its point at θ, the police is the line s(x) = ψ·x. They are even at (0, 0).</source>
        <translation>Das kleinste GAN, das es gibt: Alle Daten liegen bei 0, der Fälscher setzt seinen Punkt auf θ, die Polizei ist die Gerade s(x) = ψ·x. Im Gleichgewicht stehen sie bei (0, 0).</translation>
    </message>
    <message>
        <source>θ: where the forger puts its point</source>
        <translation>θ: wohin der Fälscher seinen Punkt setzt</translation>
    </message>
    <message>
        <source>ψ: the police’s slope</source>
        <translation>ψ: die Steigung der Polizei</translation>
    </message>
    <message>
        <source>Press where the players begin. Arrows: where both want to go. Dashed: the same game without penalty and noise.</source>
        <translation>Drücken Sie, wo die Spieler beginnen sollen. Pfeile: wohin beide wollen. Gestrichelt: dasselbe Spiel ohne Strafe und Rauschen.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Penalty γ</source>
        <translation>Strafe γ</translation>
    </message>
    <message>
        <source>Instance noise σ</source>
        <translation>Instanzrauschen σ</translation>
    </message>
    <message>
        <source>Turns</source>
        <translation>Züge</translation>
    </message>
    <message>
        <source>flowing</source>
        <translation>fließend</translation>
    </message>
    <message>
        <source>both at once</source>
        <translation>beide zugleich</translation>
    </message>
    <message>
        <source>one after the other</source>
        <translation>nacheinander</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Walk</source>
        <translation>Gehen</translation>
    </message>
    <message>
        <source>Lets both players walk along their trajectory</source>
        <translation>Lässt beide Spieler ihre Bahn entlanggehen</translation>
    </message>
    <message>
        <source>It spirals into the equilibrium (0, 0).</source>
        <translation>Es läuft in Spiralen ins Gleichgewicht (0, 0).</translation>
    </message>
    <message>
        <source>It runs away from the equilibrium (0, 0), turn by turn.</source>
        <translation>Es entfernt sich Runde um Runde vom Gleichgewicht (0, 0).</translation>
    </message>
    <message>
        <source>It turns around the equilibrium (0, 0) and never arrives.</source>
        <translation>Es kreist um das Gleichgewicht (0, 0) und kommt nie an.</translation>
    </message>
    <message>
        <source>Eigenvalues of the flow at (0, 0): {a} ± {b} i</source>
        <translation>Eigenwerte des Flusses bei (0, 0): {a} ± {b} i</translation>
    </message>
</context>
<context>
    <name>OrderPage</name>
    <message>
        <source>Drag the words into another order (keys: arrows, with Shift they move a word)</source>
        <translation>Ziehen Sie die Wörter in eine andere Reihenfolge (Tasten: Pfeile, mit Umschalt bewegen sie ein Wort)</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>Reads these three words; turned around they bite back</source>
        <translation>Liest diese drei Wörter; umgedreht wird zurückgebissen</translation>
    </message>
    <message>
        <source>place in the sentence</source>
        <translation>Platz im Satz</translation>
    </message>
    <message>
        <source>what is added</source>
        <translation>was addiert wird</translation>
    </message>
    <message>
        <source>place</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>likeness of places (cosine)</source>
        <translation>Ähnlichkeit der Plätze (Kosinus)</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>Millisekunden</translation>
    </message>
    <message>
        <source>Measure times</source>
        <translation>Zeiten messen</translation>
    </message>
    <message>
        <source>All words at once in the encoder, one by one in an LSTM of as many weights</source>
        <translation>Alle Wörter zugleich im Encoder, eins nach dem anderen in einem LSTM mit ebenso vielen Gewichten</translation>
    </message>
    <message>
        <source>Two orders</source>
        <translation>Zwei Reihenfolgen</translation>
    </message>
    <message>
        <source>What is added</source>
        <translation>Was addiert wird</translation>
    </message>
    <message>
        <source>Likeness and time</source>
        <translation>Ähnlichkeit und Zeit</translation>
    </message>
    <message>
        <source>dimension {n}</source>
        <translation>Dimension {n}</translation>
    </message>
    <message>
        <source>largest difference in the encoder</source>
        <translation>größter Unterschied im Encoder</translation>
    </message>
    <message>
        <source>A model that was trained without positions is not installed here.</source>
        <translation>Ein Modell, das ohne Positionen trainiert wurde, ist hier nicht installiert.</translation>
    </message>
    <message>
        <source>trained without</source>
        <translation>ohne trainiert</translation>
    </message>
    <message>
        <source>with positions</source>
        <translation>mit Positionen</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>encoder: all at once</source>
        <translation>Encoder: alle zugleich</translation>
    </message>
    <message>
        <source>LSTM: one by one</source>
        <translation>LSTM: eins nach dem anderen</translation>
    </message>
</context>
<context>
    <name>OrdersDesk</name>
    <message>
        <source>The text is being fetched …</source>
        <translation>Der Text wird geholt …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Contexts of 3 to 5 tokens are being counted …</source>
        <translation>Kontexte aus 3 bis 5 Token werden gezählt …</translation>
    </message>
    <message>
        <source>Orders 3 to 5 are counted from the text itself, which is not on this machine.</source>
        <translation>Die Ordnungen 3 bis 5 werden aus dem Text selbst gezählt, und der liegt nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>“Learn from my text” counts up to order 5.</source>
        <translation>„Aus meinem Text lernen“ zählt bis zur Ordnung 5.</translation>
    </message>
    <message>
        <source>Fetch it ({mb} MB)</source>
        <translation>Text holen ({mb} MB)</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>On held-out pictures: {before} → {after}.</source>
        <translation>Auf ungesehenen Bildern: {before} → {after}.</translation>
    </message>
    <message>
        <source>On held-out pictures: {after}.</source>
        <translation>Auf ungesehenen Bildern: {after}.</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>On held-out text: {before} → {after} bits a character.</source>
        <translation>Auf zurückgehaltenem Text: {before} → {after} Bit je Zeichen.</translation>
    </message>
    <message>
        <source>Held-out sentences: {n}. BLEU {bleu} → {more_bleu}, chrF {chrf} → {more_chrf}.</source>
        <translation>Zurückgehaltene Sätze: {n}. BLEU {bleu} → {more_bleu}, chrF {chrf} → {more_chrf}.</translation>
    </message>
</context>
<context>
    <name>OwnDesk</name>
    <message>
        <source>{file}: {encoding} by its own mark or because its beginning fits.</source>
        <translation>{file}: {encoding}, nach eigener Kennung oder weil der Anfang passt.</translation>
    </message>
    <message>
        <source>{file}: {encoding} assumed, the most likely one.</source>
        <translation>{file}: {encoding} angenommen, die wahrscheinlichste Kodierung.</translation>
    </message>
    <message>
        <source>{n} {unit}, {k} different ones, counted in {s} s.</source>
        <translation>{n} {unit}, davon {k} verschiedene, gezählt in {s} s.</translation>
    </message>
    <message>
        <source>The vocabulary knows {p} of it; the rest is shown as “�”.</source>
        <translation>Das Vokabular kennt davon {p}; der Rest erscheint als „�“.</translation>
    </message>
    <message>
        <source>What is copied is looked for in its first {n} million characters.</source>
        <translation>Kopiertes wird in seinen ersten {n} Millionen Zeichen gesucht.</translation>
    </message>
    <message>
        <source>The table was full: orders 3 to 5 know the first {mb} MB only.</source>
        <translation>Die Tabelle war voll: Die Ordnungen 3 bis 5 kennen nur die ersten {mb} MB.</translation>
    </message>
    <message>
        <source>Orders 1 and 2 know all {size} MB.</source>
        <translation>Die Ordnungen 1 und 2 kennen alle {size} MB.</translation>
    </message>
    <message>
        <source>Orders 1 and 2 know the first {mb} of {size} MB.</source>
        <translation>Die Ordnungen 1 und 2 kennen die ersten {mb} von {size} MB.</translation>
    </message>
    <message>
        <source>Open a text</source>
        <translation>Text öffnen</translation>
    </message>
</context>
<context>
    <name>OwnPage</name>
    <message>
        <source>Paste a text or open a file: a chain of it will write too.</source>
        <translation>Fügen Sie einen Text ein oder öffnen Sie eine Datei: Eine Kette daraus schreibt dann mit.</translation>
    </message>
    <message>
        <source>Paste or type a text</source>
        <translation>Text einfügen oder tippen</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Counts what follows what in this text</source>
        <translation>Zählt, was in diesem Text worauf folgt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stops counting</source>
        <translation>Hält das Zählen an</translation>
    </message>
    <message>
        <source>Open a file …</source>
        <translation>Datei öffnen …</translation>
    </message>
    <message>
        <source>A text file of any encoding; says which it assumed</source>
        <translation>Eine Textdatei mit beliebiger Kodierung; sagt, welche angenommen wurde</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Takes the chain of your text away again</source>
        <translation>Nimmt die Kette Ihres Textes wieder weg</translation>
    </message>
    <message>
        <source>What a token is</source>
        <translation>Was ein Token ist</translation>
    </message>
    <message>
        <source>Words, as in the lecture, or the tokens that the networks of this corpus share</source>
        <translation>Wörter wie in der Vorlesung oder die Token, die sich die Netze dieses Korpus teilen</translation>
    </message>
    <message>
        <source>by its words</source>
        <translation>nach seinen Wörtern</translation>
    </message>
    <message>
        <source>by the networks&apos; tokens</source>
        <translation>nach den Token der Netze</translation>
    </message>
</context>
<context>
    <name>OwnPoints</name>
    <message>
        <source>Draw with the mouse, then click “Forge these”.</source>
        <translation>Zeichnen Sie mit der Maus, dann klicken Sie auf „Diese fälschen“.</translation>
    </message>
    <message>
        <source>Open a table</source>
        <translation>Eine Tabelle öffnen</translation>
    </message>
    <message>
        <source>{name} has no column of numbers: {columns}.</source>
        <translation>{name} hat keine Spalte mit Zahlen: {columns}.</translation>
    </message>
    <message>
        <source>Reading {name} …</source>
        <translation>{name} wird gelesen …</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>How do they learn?</source>
        <translation>Wie lernen sie?</translation>
    </message>
    <message>
        <source>Who plays?</source>
        <translation>Wer spielt?</translation>
    </message>
    <message>
        <source>What do I look at?</source>
        <translation>Was sehe ich?</translation>
    </message>
    <message>
        <source>Word for word</source>
        <translation>Wort für Wort</translation>
    </message>
    <message>
        <source>Lines between the sentences, and what may come next</source>
        <translation>Linien zwischen den Sätzen und was folgen kann</translation>
    </message>
    <message>
        <source>As a matrix</source>
        <translation>Als Matrix</translation>
    </message>
    <message>
        <source>Every weight, with its words</source>
        <translation>Jedes Gewicht mit seinen Wörtern</translation>
    </message>
    <message>
        <source>All heads at once</source>
        <translation>Alle Köpfe zugleich</translation>
    </message>
    <message>
        <source>A row a layer, a column a head; the right button switches one off</source>
        <translation>Eine Zeile je Schicht, eine Spalte je Kopf; die rechte Taste schaltet einen ab</translation>
    </message>
    <message>
        <source>Inside one head</source>
        <translation>Im Innern eines Kopfes</translation>
    </message>
    <message>
        <source>q · k, softmax and the weighted sum, in numbers</source>
        <translation>q · k, Softmax und die gewichtete Summe in Zahlen</translation>
    </message>
    <message>
        <source>As a search to drag</source>
        <translation>Als Suche zum Ziehen</translation>
    </message>
    <message>
        <source>Attention as the lecture explains it: a question, keys and values</source>
        <translation>Attention, wie die Vorlesung sie erklärt: eine Frage, Schlüssel und Werte</translation>
    </message>
    <message>
        <source>The search for the best</source>
        <translation>Die Suche nach der besten</translation>
    </message>
    <message>
        <source>The beam: what was tried, what was cut, and why</source>
        <translation>Der Strahl: was versucht, was verworfen wurde und warum</translation>
    </message>
    <message>
        <source>One head or eight</source>
        <translation>Ein Kopf oder acht</translation>
    </message>
    <message>
        <source>Two models on the same sentence; which head matters most</source>
        <translation>Zwei Modelle am selben Satz; welcher Kopf am meisten zählt</translation>
    </message>
    <message>
        <source>The order of words</source>
        <translation>Die Reihenfolge der Wörter</translation>
    </message>
    <message>
        <source>Positions, and what is lost without them</source>
        <translation>Positionen, und was ohne sie verloren geht</translation>
    </message>
    <message>
        <source>The whole figure</source>
        <translation>Das ganze Bild</translation>
    </message>
    <message>
        <source>The Transformer of 2017, every box with its numbers</source>
        <translation>Der Transformer von 2017, jeder Kasten mit seinen Zahlen</translation>
    </message>
    <message>
        <source>What Norm is good for</source>
        <translation>Wozu Norm gut ist</translation>
    </message>
    <message>
        <source>Two small trainings, with and without the normalisation of Add &amp; Norm</source>
        <translation>Zwei kleine Trainings, mit und ohne die Normalisierung von Add &amp; Norm</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Who looks at whom?</source>
        <translation>Wer schaut auf wen?</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Each layer looks anew</source>
        <translation>Jede Schicht schaut neu</translation>
    </message>
    <message>
        <source>head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>One head, the mean over all of the layer, or rollout: through all layers</source>
        <translation>Ein Kopf, das Mittel über alle der Schicht oder Rollout: durch alle Schichten</translation>
    </message>
    <message>
        <source>positions are added</source>
        <translation>Positionen werden addiert</translation>
    </message>
    <message>
        <source>Without them the encoder cannot tell orders of words apart</source>
        <translation>Ohne sie kann der Encoder Reihenfolgen nicht unterscheiden</translation>
    </message>
    <message>
        <source>Switch this head off</source>
        <translation>Diesen Kopf abschalten</translation>
    </message>
    <message>
        <source>The head that is chosen above; a right click does it among all heads</source>
        <translation>Der oben gewählte Kopf; unter allen Köpfen tut es ein Rechtsklick</translation>
    </message>
    <message>
        <source>All heads on</source>
        <translation>Alle Köpfe an</translation>
    </message>
    <message>
        <source>Switches every head on again</source>
        <translation>Schaltet jeden Kopf wieder ein</translation>
    </message>
    <message>
        <source>Switch this head on</source>
        <translation>Diesen Kopf einschalten</translation>
    </message>
    <message>
        <source>off: {heads}</source>
        <translation>aus: {heads}</translation>
    </message>
    <message>
        <source>Police’s map D(x)</source>
        <translation>Karte der Polizei D(x)</translation>
    </message>
    <message>
        <source>Green: taken for real, purple: for fake</source>
        <translation>Grün: für echt gehalten, lila: für falsch</translation>
    </message>
    <message>
        <source>Real points</source>
        <translation>Echte Punkte</translation>
    </message>
    <message>
        <source>Samples of the data</source>
        <translation>Stichproben der Daten</translation>
    </message>
    <message>
        <source>Fakes</source>
        <translation>Fälschungen</translation>
    </message>
    <message>
        <source>What the forger makes of noise</source>
        <translation>Was der Fälscher aus Rauschen macht</translation>
    </message>
    <message>
        <source>Forger’s grid</source>
        <translation>Gitter des Fälschers</translation>
    </message>
    <message>
        <source>The noise grid, bent; opacity is density</source>
        <translation>Das verbogene Rauschgitter; Deckkraft ist Dichte</translation>
    </message>
    <message>
        <source>Pull on fakes</source>
        <translation>Zug an Fälschungen</translation>
    </message>
    <message>
        <source>−∂J_G/∂x at each fake</source>
        <translation>−∂J_G/∂x an jeder Fälschung</translation>
    </message>
    <message>
        <source>D = 1 means fake</source>
        <translation>D = 1 heißt falsch</translation>
    </message>
    <message>
        <source>What can happen?</source>
        <translation>Was kann geschehen?</translation>
    </message>
    <message>
        <source>Plays this game from its seed</source>
        <translation>Spielt dieses Spiel von seinem Startwert an</translation>
    </message>
    <message>
        <source>The other convention of the course notes: formulas and axes are relabelled, D becomes 1 − D. The game is the same.</source>
        <translation>Die andere Konvention des Skripts: Formeln und Achsen werden umbenannt, aus D wird 1 − D. Das Spiel bleibt dasselbe.</translation>
    </message>
    <message>
        <source>What shall be forged?</source>
        <translation>Was wird gefälscht?</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>What the forger imitates</source>
        <translation>Was der Fälscher nachahmt</translation>
    </message>
    <message>
        <source>Own points</source>
        <translation>Eigene Punkte</translation>
    </message>
    <message>
        <source>Draw my own</source>
        <translation>Selbst zeichnen</translation>
    </message>
    <message>
        <source>Draw points with the mouse in the plane; click again to start with them</source>
        <translation>Zeichnen Sie Punkte mit der Maus in die Ebene; klicken Sie noch einmal, um mit ihnen zu beginnen</translation>
    </message>
    <message>
        <source>Open CSV …</source>
        <translation>CSV öffnen …</translation>
    </message>
    <message>
        <source>Points from one or two columns of numbers of a table</source>
        <translation>Punkte aus einer oder zwei Zahlenspalten einer Tabelle</translation>
    </message>
    <message>
        <source>These and packing start the run anew from its seed.</source>
        <translation>Diese und das Packen beginnen den Lauf neu von seinem Startwert.</translation>
    </message>
    <message>
        <source>What if?</source>
        <translation>Was wäre wenn?</translation>
    </message>
    <message>
        <source>Two runs side by side</source>
        <translation>Zwei Läufe nebeneinander</translation>
    </message>
    <message>
        <source>The same seed twice; then change one setting of one of them</source>
        <translation>Zweimal derselbe Startwert; ändern Sie dann eine Einstellung des einen</translation>
    </message>
    <message>
        <source>Knobs turn</source>
        <translation>Regler gelten für</translation>
    </message>
    <message>
        <source>Which run the knobs above belong to</source>
        <translation>Zu welchem Lauf die Regler oben gehören</translation>
    </message>
    <message>
        <source>Both runs</source>
        <translation>Beide Läufe</translation>
    </message>
    <message>
        <source>Left run</source>
        <translation>Linker Lauf</translation>
    </message>
    <message>
        <source>Right run</source>
        <translation>Rechter Lauf</translation>
    </message>
    <message>
        <source>Two-parameter orbit</source>
        <translation>Zwei-Parameter-Umlauf</translation>
    </message>
    <message>
        <source>The smallest GAN there is: why they turn around each other</source>
        <translation>Das kleinste GAN: warum sie umeinander kreisen</translation>
    </message>
    <message>
        <source>Is it an equilibrium?</source>
        <translation>Im Gleichgewicht?</translation>
    </message>
    <message>
        <source>Nash test</source>
        <translation>Nash-Test</translation>
    </message>
    <message>
        <source>Freezes one player and trains a copy of the other alone: what would it gain?</source>
        <translation>Friert einen Spieler ein und lässt eine Kopie des anderen allein lernen: Was gewänne er?</translation>
    </message>
    <message>
        <source>Keep the forger</source>
        <translation>Den Fälscher behalten</translation>
    </message>
    <message>
        <source>Send the police home</source>
        <translation>Polizei nach Hause</translation>
    </message>
    <message>
        <source>Keeps G as an ONNX model: noise in, points out</source>
        <translation>Behält G als ONNX-Modell: Rauschen hinein, Punkte heraus</translation>
    </message>
    <message>
        <source>Keep D too</source>
        <translation>Auch D behalten</translation>
    </message>
    <message>
        <source>Stores the police beside the forger</source>
        <translation>Speichert die Polizei neben dem Fälscher</translation>
    </message>
    <message>
        <source>Kept forgers …</source>
        <translation>Aufgehobene Fälscher …</translation>
    </message>
    <message>
        <source>Opens the forgers that were kept, without police</source>
        <translation>Öffnet die aufgehobenen Fälscher, ohne Polizei</translation>
    </message>
    <message>
        <source>Here D gives a score s, no probability: there is nothing to turn round.</source>
        <translation>Hier gibt D einen Wert s, keine Wahrscheinlichkeit: Es gibt nichts umzudrehen.</translation>
    </message>
    <message>
        <source>Forge these</source>
        <translation>Diese fälschen</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Whose pictures the points are: the data, or yours</source>
        <translation>Wessen Bilder die Punkte sind: die Daten oder deine</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Each point is the code μ of one picture</source>
        <translation>Jeder Punkt ist der Code μ eines Bildes</translation>
    </message>
    <message>
        <source>Points on decoded tiles</source>
        <translation>Punkte auf Kacheln</translation>
    </message>
    <message>
        <source>Behind the points: what the decoder draws at the middle of each tile</source>
        <translation>Hinter den Punkten: was der Decoder in der Mitte jeder Kachel zeichnet</translation>
    </message>
    <message>
        <source>The pictures themselves</source>
        <translation>Die Bilder selbst</translation>
    </message>
    <message>
        <source>Data pictures at their codes, as many as find room</source>
        <translation>Datenbilder an ihren Codes, so viele Platz finden</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>What the colours tell</source>
        <translation>Was die Farben sagen</translation>
    </message>
    <message>
        <source>What may I change?</source>
        <translation>Was darf ich ändern?</translation>
    </message>
    <message>
        <source>β: weight of the KL term. Loss = reconstruction + β · KL(q(z|x) ‖ N(0, 1)). Each stop is a network trained with this β.</source>
        <translation>β: Gewicht des KL-Terms. Verlust = Rekonstruktion + β · KL(q(z|x) ‖ N(0, 1)). Jede Raste ist ein Netz, das mit diesem β trainiert wurde.</translation>
    </message>
    <message>
        <source>Back to its code</source>
        <translation>Zurück zum Code</translation>
    </message>
    <message>
        <source>Puts the point back onto the code of its picture (Backspace)</source>
        <translation>Setzt den Punkt zurück auf den Code seines Bildes (Rücktaste)</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Zooms out until every code is seen (Home)</source>
        <translation>Verkleinert, bis jeder Code zu sehen ist (Pos1)</translation>
    </message>
    <message>
        <source>What is different?</source>
        <translation>Was ist anders?</translation>
    </message>
    <message>
        <source>Three models of the same data, one cursor</source>
        <translation>Drei Modelle derselben Daten, ein Zeiger</translation>
    </message>
    <message>
        <source>Without, with and with much regularisation, one cursor</source>
        <translation>Ohne, mit und mit viel Regularisierung, ein Zeiger</translation>
    </message>
    <message>
        <source>More …</source>
        <translation>Mehr …</translation>
    </message>
    <message>
        <source>Choose two to four models yourself</source>
        <translation>Selbst zwei bis vier Modelle wählen</translation>
    </message>
    <message>
        <source>Shows or hides this class</source>
        <translation>Zeigt oder verbirgt diese Klasse</translation>
    </message>
    <message>
        <source>Pictures of the test data</source>
        <translation>Bilder der Testdaten</translation>
    </message>
    <message>
        <source>Colours: {what}</source>
        <translation>Farben: {what}</translation>
    </message>
    <message>
        <source>Weight of the KL term: β = {beta}</source>
        <translation>Gewicht des KL-Terms: β = {beta}</translation>
    </message>
    <message>
        <source>All models writing</source>
        <translation>Alle Modelle schreiben</translation>
    </message>
    <message>
        <source>One prompt, continued by each</source>
        <translation>Ein Anfang, von jedem fortgesetzt</translation>
    </message>
    <message>
        <source>From logit to choice</source>
        <translation>Vom Logit zur Wahl</translation>
    </message>
    <message>
        <source>The softmax table of one model</source>
        <translation>Die Softmax-Tabelle eines Modells</translation>
    </message>
    <message>
        <source>Inside the Markov chain</source>
        <translation>In der Markow-Kette</translation>
    </message>
    <message>
        <source>Counts, contexts, growth</source>
        <translation>Anzahlen, Kontexte, Wachstum</translation>
    </message>
    <message>
        <source>How far they remember</source>
        <translation>Wie weit sie zurückdenken</translation>
    </message>
    <message>
        <source>The gradient of the next token by each token before it</source>
        <translation>Der Gradient des nächsten Tokens nach jedem Token davor</translation>
    </message>
    <message>
        <source>Read my text</source>
        <translation>Meinen Text lesen</translation>
    </message>
    <message>
        <source>Bits a character, by each model</source>
        <translation>Bit pro Zeichen, von jedem Modell</translation>
    </message>
    <message>
        <source>Learn from my text</source>
        <translation>Aus meinem Text lernen</translation>
    </message>
    <message>
        <source>A Markov chain of your own text</source>
        <translation>Eine Markow-Kette aus Ihrem eigenen Text</translation>
    </message>
    <message>
        <source>Temperature T: logits are divided by it; small is safe and dull, large is wild</source>
        <translation>Temperatur T: durch sie werden die Logits geteilt; klein ist sicher und eintönig, groß ist wild</translation>
    </message>
    <message>
        <source>Only the k most probable tokens may come</source>
        <translation>Nur die k wahrscheinlichsten Token dürfen kommen</translation>
    </message>
    <message>
        <source>Only the most probable tokens that together reach p may come</source>
        <translation>Nur die wahrscheinlichsten Token, die zusammen p erreichen, dürfen kommen</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Always the most probable</source>
        <translation>Immer das wahrscheinlichste</translation>
    </message>
    <message>
        <source>Greedy: no die is thrown</source>
        <translation>Gierig: es wird nicht gewürfelt</translation>
    </message>
    <message>
        <source>Seed of the die</source>
        <translation>Startwert des Würfels</translation>
    </message>
    <message>
        <source>The same seed writes the same text again</source>
        <translation>Derselbe Startwert schreibt denselben Text noch einmal</translation>
    </message>
    <message>
        <source>Which chain?</source>
        <translation>Welche Kette?</translation>
    </message>
    <message>
        <source>smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>What becomes of what was never seen</source>
        <translation>Was aus dem wird, was nie vorkam</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Ordnung</translation>
    </message>
    <message>
        <source>How many tokens before the next one the chain looks at</source>
        <translation>Auf wie viele Token vor dem nächsten die Kette schaut</translation>
    </message>
    <message>
        <source>Counts alone</source>
        <translation>Nur Anzahlen</translation>
    </message>
    <message>
        <source>Back-off</source>
        <translation>Back-off</translation>
    </message>
    <message>
        <source>Kneser-Ney</source>
        <translation>Kneser-Ney</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>{n} tokens</source>
        <translation>{n} Token</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Temperature T = {t}</source>
        <translation>Temperatur T = {t}</translation>
    </message>
    <message>
        <source>Top k: {k}</source>
        <translation>Top k: {k}</translation>
    </message>
    <message>
        <source>Top p: {p}</source>
        <translation>Top p: {p}</translation>
    </message>
</context>
<context>
    <name>PanelOutcome</name>
    <message>
        <source>Exporting to ONNX, comparing with torch, measuring …</source>
        <translation>Wird nach ONNX exportiert, mit torch verglichen und gemessen …</translation>
    </message>
    <message>
        <source>Version {version} of {name} is worse: it is kept, and not used.</source>
        <translation>Version {version} von {name} ist schlechter: Sie ist aufbewahrt und wird nicht benutzt.</translation>
    </message>
    <message>
        <source>Version {version} of {name} is in use.</source>
        <translation>Version {version} von {name} ist in Gebrauch.</translation>
    </message>
    <message>
        <source>ONNX Runtime and torch differ by {parity} at most (allowed: {limit}).</source>
        <translation>ONNX Runtime und torch weichen höchstens um {parity} voneinander ab (erlaubt: {limit}).</translation>
    </message>
    <message>
        <source>Version {before} is in use again; version {version} is still listed.</source>
        <translation>Version {before} ist wieder in Gebrauch; Version {version} steht weiter in der Liste.</translation>
    </message>
</context>
<context>
    <name>PanelTraining</name>
    <message>
        <source>A training of “{name}” was not finished when the program was closed.</source>
        <translation>Ein Training von „{name}“ war noch nicht fertig, als das Programm beendet wurde.</translation>
    </message>
    <message>
        <source>getting ready …</source>
        <translation>wird vorbereitet …</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source> · {time} left</source>
        <translation> · noch {time}</translation>
    </message>
    <message>
        <source>The training process reads weights and data …</source>
        <translation>Der Trainingsprozess liest Gewichte und Daten …</translation>
    </message>
    <message>
        <source>Step {step}.</source>
        <translation>Schritt {step}.</translation>
    </message>
</context>
<context>
    <name>ProbeRows</name>
    <message>
        <source>before and after</source>
        <translation>vorher und nachher</translation>
    </message>
    <message>
        <source>the same pictures as always, so that one sees what was learned</source>
        <translation>immer dieselben Bilder, damit man sieht, was gelernt wurde</translation>
    </message>
    <message>
        <source>held-out data: pictures that the network never trains on</source>
        <translation>ungesehene Daten: Bilder, mit denen das Netz nie trainiert</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>what the network gives back for the pictures above, from z = μ. MSE: mean of the squared differences of pixels, these from 0 to 1</source>
        <translation>was das Netz für die Bilder oben zurückgibt, aus z = μ. MSE: Mittel der quadrierten Unterschiede der Bildpunkte, diese von 0 bis 1</translation>
    </message>
    <message>
        <source>drawn from the prior N(0, 1), from the same points as always</source>
        <translation>aus dem Prior N(0, 1) gezogen, immer aus denselben Punkten</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>gezogen</translation>
    </message>
    <message>
        <source>MSE {error}</source>
        <translation>MSE {error}</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>Schritt {step}</translation>
    </message>
    <message>
        <source>the pictures come with the first step</source>
        <translation>die Bilder kommen mit dem ersten Schritt</translation>
    </message>
</context>
<context>
    <name>ReadingDesk</name>
    <message>
        <source>Only the first {n} characters are read.</source>
        <translation>Nur die ersten {n} Zeichen werden gelesen.</translation>
    </message>
    <message>
        <source>{corpus} {bits} bits</source>
        <translation>{corpus} {bits} Bit</translation>
    </message>
    <message>
        <source>By one Markov chain each it sounds most like: {list} a character.</source>
        <translation>Nach je einer Markow-Kette klingt es am ehesten wie: {list} pro Zeichen.</translation>
    </message>
    <message>
        <source>{model}: {bits} bits a character, {n} unknown</source>
        <translation>{model}: {bits} Bit pro Zeichen, {n} unbekannt</translation>
    </message>
    <message>
        <source>“{token}” has a surprise of {bits} bits; {model}{unknown}.</source>
        <translation>„{token}“ überrascht mit {bits} Bit; {model}{unknown}.</translation>
    </message>
    <message>
        <source>, which does not know it</source>
        <translation>, kennt es nicht</translation>
    </message>
    <message>
        <source>Open a text</source>
        <translation>Text öffnen</translation>
    </message>
    <message>
        <source>{file}: read as {encoding}.</source>
        <translation>{file}: gelesen als {encoding}.</translation>
    </message>
    <message>
        <source>Only its first {n} characters.</source>
        <translation>Nur die ersten {n} Zeichen.</translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message>
        <source>Paste or type a text</source>
        <translation>Text einfügen oder tippen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Let every model read the text</source>
        <translation>Jedes Modell den Text lesen lassen</translation>
    </message>
    <message>
        <source>Open a file …</source>
        <translation>Datei öffnen …</translation>
    </message>
    <message>
        <source>A text file of any encoding; says which it assumed</source>
        <translation>Eine Textdatei mit beliebiger Kodierung; sagt, welche angenommen wurde</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stops reading</source>
        <translation>Beendet das Lesen</translation>
    </message>
    <message>
        <source>Paste a text and let every model read it.</source>
        <translation>Fügen Sie einen Text ein und lassen Sie ihn jedes Modell lesen.</translation>
    </message>
    <message>
        <source>Tinted: the probability; dark is what was expected</source>
        <translation>Getönt: die Wahrscheinlichkeit; dunkel ist, was zu erwarten war</translation>
    </message>
</context>
<context>
    <name>RetrievalPage</name>
    <message>
        <source>Softmax temperature: small finds the nearest key alone, large all alike</source>
        <translation>Softmax-Temperatur: klein findet nur den nächsten Schlüssel, groß alle gleich</translation>
    </message>
    <message>
        <source>softmax temperature</source>
        <translation>Softmax-Temperatur</translation>
    </message>
    <message>
        <source>Berlin</source>
        <translation>Berlin</translation>
    </message>
    <message>
        <source>Vienna</source>
        <translation>Wien</translation>
    </message>
    <message>
        <source>Rome</source>
        <translation>Rom</translation>
    </message>
    <message>
        <source>Cairo</source>
        <translation>Kairo</translation>
    </message>
    <message>
        <source>softmax temperature T = {t}</source>
        <translation>Softmax-Temperatur T = {t}</translation>
    </message>
</context>
<context>
    <name>RetrievalPlane</name>
    <message>
        <source>Drag q, the question, or a key: similarity is the dot product q · k. Arrow keys move it, page down chooses the next</source>
        <translation>Ziehen Sie q, die Frage, oder einen Schlüssel: Ähnlichkeit ist das Skalarprodukt q · k. Pfeiltasten bewegen, Bild ab wählt den nächsten Punkt</translation>
    </message>
</context>
<context>
    <name>SampleOutcome</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>{file} is written.</source>
        <translation>{file} ist geschrieben.</translation>
    </message>
</context>
<context>
    <name>SampleStage</name>
    <message>
        <source>Looks at what it wrote at an earlier step</source>
        <translation>Zeigt, was es bei einem früheren Schritt geschrieben hat</translation>
    </message>
    <message>
        <source>film of the samples</source>
        <translation>Film der Proben</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Von hier aus weiter</translation>
    </message>
    <message>
        <source>Goes back to the step that is looked at, and learns on from there</source>
        <translation>Geht zu dem Schritt zurück, der zu sehen ist, und lernt von dort weiter</translation>
    </message>
    <message>
        <source>At step 0</source>
        <translation>Bei Schritt 0</translation>
    </message>
    <message>
        <source>At step {step}</source>
        <translation>Bei Schritt {step}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>The view is on the clipboard.</source>
        <translation>Die Ansicht liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>Gesichert: {name}</translation>
    </message>
    <message>
        <source>{name} is not saved: {why} What was there before is as it was.</source>
        <translation>{name} ist nicht gesichert: {why} Was vorher da war, ist unverändert.</translation>
    </message>
</context>
<context>
    <name>Scenery</name>
    <message>
        <source>1st principal direction (both: {share} % of the variance)</source>
        <translation>1. Hauptrichtung (beide: {share} % der Varianz)</translation>
    </message>
    <message>
        <source>2nd principal direction</source>
        <translation>2. Hauptrichtung</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>In the land of “{first}”</source>
        <translation>Im Gebiet von „{first}“</translation>
    </message>
    <message>
        <source>Between “{first}” and “{second}”</source>
        <translation>Zwischen „{first}“ und „{second}“</translation>
    </message>
    <message>
        <source>In a gap, where no data was encoded</source>
        <translation>In einer Lücke, in der keine Daten liegen</translation>
    </message>
    <message>
        <source>Far outside the data</source>
        <translation>Weit außerhalb der Daten</translation>
    </message>
    <message>
        <source>{place}: the decoder draws nothing that resembles the data.</source>
        <translation>{place}: Der Decoder zeichnet nichts, was den Daten ähnelt.</translation>
    </message>
    <message>
        <source>{place}: the decoder draws “{like}”.</source>
        <translation>{place}: Der Decoder zeichnet „{like}“.</translation>
    </message>
    <message>
        <source>{place}: the decoder draws a mixture, nearest to “{like}”.</source>
        <translation>{place}: Der Decoder zeichnet eine Mischung, am ehesten „{like}“.</translation>
    </message>
    <message>
        <source>Your own picture: the model gives back nothing that resembles its data.</source>
        <translation>Dein eigenes Bild: Das Modell gibt nichts zurück, was seinen Daten ähnelt.</translation>
    </message>
    <message>
        <source>Your own picture: encoded nearest to “{near}”, given back most like “{like}”.</source>
        <translation>Dein eigenes Bild: am nächsten bei „{near}“ codiert, zurückgegeben am ehesten wie „{like}“.</translation>
    </message>
    <message>
        <source>z = μ + σ·ε with ε = ({values}{more})</source>
        <translation>z = μ + σ·ε mit ε = ({values}{more})</translation>
    </message>
    <message>
        <source>Of {count} pictures drawn from N(0, 1), those like no data:  {parts}</source>
        <translation>Von {count} Bildern, aus N(0, 1) gezogen, ähneln keinen Daten:  {parts}</translation>
    </message>
    <message>
        <source>Mean reconstruction error of all pictures (MSE): {parts}</source>
        <translation>Mittlerer Rekonstruktionsfehler aller Bilder (MSE): {parts}</translation>
    </message>
    <message>
        <source>{model}: {count} pictures drawn from its prior, {size} numbers each.</source>
        <translation>{model}: {count} Bilder, aus seinem Prior gezogen, je {size} Zahlen.</translation>
    </message>
    <message>
        <source>{model}: {size} numbers a picture explain {share} % of the pictures’ variance.</source>
        <translation>{model}: {size} Zahlen je Bild erklären {share} % der Varianz der Bilder.</translation>
    </message>
    <message>
        <source>{model}: dimensions used: {used} of {size} ({kl} nats a picture); of {count} pictures drawn from the prior, {unlike} % are like no data.</source>
        <translation>{model}: Dimensionen in Gebrauch: {used} von {size} ({kl} nats je Bild); von {count} Bildern, aus dem Prior gezogen, ähneln {unlike} % keinen Daten.</translation>
    </message>
    <message>
        <source>{model}: {share} % of the codes lie within 2 σ of the prior (N(0, 1) itself: {expected} %); of {count} pictures drawn from it, {unlike} % are like no data.</source>
        <translation>{model}: {share} % der Codes liegen innerhalb von 2 σ des Priors (N(0, 1) selbst: {expected} %); von {count} daraus gezogenen Bildern ähneln {unlike} % keinen Daten.</translation>
    </message>
    <message>
        <source>Reconstruction error of this picture at its code (MSE): {parts}</source>
        <translation>Rekonstruktionsfehler dieses Bildes an seinem Code (MSE): {parts}</translation>
    </message>
</context>
<context>
    <name>SingleStage</name>
    <message>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Decoder</source>
        <translation>Decoder</translation>
    </message>
    <message>
        <source>drawn &lt;i&gt;x̂&lt;/i&gt;</source>
        <translation>erzeugt &lt;i&gt;x̂&lt;/i&gt;</translation>
    </message>
    <message>
        <source>ε = (z − μ) / σ: the noise that would have put z here; z = μ + σ·ε</source>
        <translation>ε = (z − μ) / σ: das Rauschen, das z hierher gelegt hätte; z = μ + σ·ε</translation>
    </message>
    <message>
        <source>x: the chosen picture, values from 0 to 1</source>
        <translation>x: das gewählte Bild, Werte von 0 bis 1</translation>
    </message>
    <message>
        <source>Encoder: gives q(z|x), the mean μ and spread σ of the code of picture x. The bars are its layers. Click for details.</source>
        <translation>Encoder: liefert q(z|x), also Mittelwert μ und Streuung σ des Codes von Bild x. Die Balken sind seine Schichten. Klicken für Einzelheiten.</translation>
    </message>
    <message>
        <source>z = encoder(x): the code, where the encoder puts this picture</source>
        <translation>z = Encoder(x): der Code, der Ort, an den der Encoder dieses Bild legt</translation>
    </message>
    <message>
        <source>Encoder: gives the code z of picture x. The bars are its layers. Click for details.</source>
        <translation>Encoder: liefert den Code z von Bild x. Die Balken sind seine Schichten. Klicken für Einzelheiten.</translation>
    </message>
    <message>
        <source>Decoder: draws x̂ from the point z. The bars are its layers. Click for details.</source>
        <translation>Decoder: zeichnet x̂ aus dem Punkt z. Die Balken sind seine Schichten. Klicken für Einzelheiten.</translation>
    </message>
    <message>
        <source>μ: mean of q(z|x), where the encoder puts this picture</source>
        <translation>μ: Mittelwert von q(z|x), der Ort, an den der Encoder dieses Bild legt</translation>
    </message>
    <message>
        <source>σ: standard deviation of q(z|x), how blurred the code is: z = μ + σ·ε, ε from N(0, 1)</source>
        <translation>σ: Standardabweichung von q(z|x), wie unscharf der Code ist: z = μ + σ·ε, ε aus N(0, 1)</translation>
    </message>
    <message>
        <source>z: the point you drag; the decoder draws what lies there</source>
        <translation>z: der Punkt, den Sie ziehen; der Decoder zeichnet, was dort liegt</translation>
    </message>
    <message>
        <source>x̂ = decoder(z)</source>
        <translation>x̂ = Decoder(z)</translation>
    </message>
    <message>
        <source>reconstruction D(E(x)): what the decoder draws at the code of x itself</source>
        <translation>Rekonstruktion D(E(x)): was der Decoder am Code von x selbst zeichnet</translation>
    </message>
    <message>
        <source>x̂ − x: orange is too much ink, blue too little</source>
        <translation>x̂ − x: Orange ist zu viel Farbe, Blau zu wenig</translation>
    </message>
</context>
<context>
    <name>SliderBank</name>
    <message>
        <source>latent dimensions</source>
        <translation>latente Dimensionen</translation>
    </message>
    <message>
        <source>KL: how much the encoder says about a picture in this dimension, in nats; 0 means that the dimension is not used</source>
        <translation>KL: wie viel der Encoder in dieser Dimension über ein Bild sagt, in nats; 0 heißt, die Dimension ist nicht in Gebrauch</translation>
    </message>
    <message>
        <source>σ: one standard deviation of the dimension, from its centre</source>
        <translation>σ: eine Standardabweichung der Dimension, von ihrer Mitte aus</translation>
    </message>
    <message>
        <source>KL(q({name}|x) ‖ p({name})) = {kl} nats, the mean over the test data: how much the encoder says about a picture in this dimension</source>
        <translation>KL(q({name}|x) ‖ p({name})) = {kl} nats, das Mittel über die Testdaten: wie viel der Encoder in dieser Dimension über ein Bild sagt</translation>
    </message>
    <message>
        <source>{name} = {value}, {offset}σ from its centre. Drag, turn the wheel or press ← →; double-click or Home puts it back; a click on the name chooses the dimension.</source>
        <translation>{name} = {value}, {offset}σ von der Mitte. Zieh, dreh das Rad oder drück ← →; Doppelklick oder Pos1 setzt es zurück; ein Klick auf den Namen wählt die Dimension.</translation>
    </message>
</context>
<context>
    <name>SoftmaxPage</name>
    <message>
        <source>{model}: what comes after “{end}”?</source>
        <translation>{model}: Was kommt nach „{end}“?</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>÷ T = {t}</source>
        <translation>÷ T = {t}</translation>
    </message>
    <message>
        <source>exp</source>
        <translation>exp</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>kept or cut</source>
        <translation>bleibt oder weg</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>weg</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>picture &lt;i&gt;x&lt;/i&gt;</source>
        <translation>Bild &lt;i&gt;x&lt;/i&gt;</translation>
    </message>
    <message>
        <source>latent plane</source>
        <translation>latente Ebene</translation>
    </message>
    <message>
        <source>mean squared error: the mean of (x − x̂)² over all pixels, without unit</source>
        <translation>mittlerer quadratischer Fehler: Mittel von (x − x̂)² über alle Pixel, ohne Einheit</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>D only</source>
        <translation>Nur D</translation>
    </message>
    <message>
        <source>One update of the police alone</source>
        <translation>Ein Lernschritt der Polizei allein</translation>
    </message>
    <message>
        <source>G only</source>
        <translation>Nur G</translation>
    </message>
    <message>
        <source>One update of the forger alone</source>
        <translation>Ein Lernschritt des Fälschers allein</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>Step and play stop at each update and tell what it saw and did</source>
        <translation>Schritt und Abspielen halten bei jeder Aktualisierung an und sagen, was sie sah und tat</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>pictures from A to B</source>
        <translation>Bilder von A nach B</translation>
    </message>
    <message>
        <source>the way from A to B in equal steps of t: z(t) = (1 − t)·A + t·B on a straight line. Click or drag to go there; ← → step.</source>
        <translation>der Weg von A nach B in gleichen Schritten von t: z(t) = (1 − t)·A + t·B auf einer Geraden. Klick oder zieh, um dorthin zu gehen; ← → gehen schrittweise.</translation>
    </message>
</context>
<context>
    <name>TensorView</name>
    <message>
        <source>{rows} × {columns} numbers, {low} … {high}</source>
        <translation>{rows} × {columns} Zahlen, {low} … {high}</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>Streuung</translation>
    </message>
</context>
<context>
    <name>TextPresenter</name>
    <message>
        <source>The models are being loaded …</source>
        <translation>Die Modelle werden geladen …</translation>
    </message>
    <message>
        <source>There is no model for text here.</source>
        <translation>Hier gibt es kein Modell für Text.</translation>
    </message>
    <message>
        <source>A text ends after {n} tokens; go back to the beginning or branch.</source>
        <translation>Ein Text endet nach {n} Token; gehen Sie zum Anfang zurück oder verzweigen Sie.</translation>
    </message>
    <message>
        <source>Of the prompt only the last {n} characters are read.</source>
        <translation>Vom Anfang werden nur die letzten {n} Zeichen gelesen.</translation>
    </message>
    <message>
        <source>{model}: most probable is “{token}” with {p}; tokens left in: {k} of {v}.</source>
        <translation>{model}: Am wahrscheinlichsten ist „{token}“ mit {p}; Token im Spiel: {k} von {v}.</translation>
    </message>
    <message>
        <source>The {model} no longer sees the beginning ({unit}: {n}).</source>
        <translation>{model} sieht den Anfang nicht mehr ({unit}: {n}).</translation>
    </message>
    <message>
        <source>“{model}” writes beside the others now; its order is chosen in the panel.</source>
        <translation>„{model}“ schreibt jetzt neben den anderen; die Ordnung wählen Sie im Bedienfeld.</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message>
        <source>Which text the models have learnt from</source>
        <translation>Aus welchem Text die Modelle gelernt haben</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Korpus</translation>
    </message>
    <message>
        <source>The text begins with it; Enter begins anew with every model</source>
        <translation>Damit beginnt der Text; Eingabe beginnt mit jedem Modell neu</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Nothing: the models begin a new line</source>
        <translation>Nichts: die Modelle beginnen eine neue Zeile</translation>
    </message>
    <message>
        <source>Takes the last step or branch back (Ctrl+Z)</source>
        <translation>Nimmt den letzten Schritt oder Zweig zurück (Strg+Z)</translation>
    </message>
    <message>
        <source>Does it again (Ctrl+Y)</source>
        <translation>Macht es wieder (Strg+Y)</translation>
    </message>
    <message>
        <source>{model}: {n} versions of the text</source>
        <translation>{model}: {n} Fassungen des Textes</translation>
    </message>
</context>
<context>
    <name>TextWords</name>
    <message>
        <source>Shakespeare, by character</source>
        <translation>Shakespeare, zeichenweise</translation>
    </message>
    <message>
        <source>Grimm&apos;s tales, German</source>
        <translation>Grimms Märchen, deutsch</translation>
    </message>
    <message>
        <source>Grimm&apos;s tales, English</source>
        <translation>Grimms Märchen, englisch</translation>
    </message>
    <message>
        <source>Classical drama, German</source>
        <translation>Klassisches Drama, deutsch</translation>
    </message>
    <message>
        <source>Markov chain</source>
        <translation>Markow-Kette</translation>
    </message>
    <message>
        <source>RNN</source>
        <translation>RNN</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>LSTM</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformer</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>pieces</source>
        <translation>Stücke</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>sees {v} of {n} characters</source>
        <translation>sieht {v} von {n} Zeichen</translation>
    </message>
    <message>
        <source>sees {v} of {n} pieces</source>
        <translation>sieht {v} von {n} Stücken</translation>
    </message>
    <message>
        <source>sees {v} of {n} words</source>
        <translation>sieht {v} von {n} Wörtern</translation>
    </message>
    <message>
        <source>state of all {n} characters</source>
        <translation>Zustand aus allen {n} Zeichen</translation>
    </message>
    <message>
        <source>state of all {n} pieces</source>
        <translation>Zustand aus allen {n} Stücken</translation>
    </message>
    <message>
        <source>state of all {n} words</source>
        <translation>Zustand aus allen {n} Wörtern</translation>
    </message>
    <message>
        <source>a quotation: » … «</source>
        <translation>ein Zitat: » … «</translation>
    </message>
    <message>
        <source>a quotation: &apos; … &apos;</source>
        <translation>ein Zitat: &apos; … &apos;</translation>
    </message>
    <message>
        <source>a bracket: ( … )</source>
        <translation>eine Klammer: ( … )</translation>
    </message>
    <message>
        <source>who spoke: GREMIO … GREMIO</source>
        <translation>wer sprach: GREMIO … GREMIO</translation>
    </message>
    <message>
        <source>My text</source>
        <translation>Mein Text</translation>
    </message>
    <message>
        <source>There is no text in it. Nothing has changed.</source>
        <translation>Darin steht kein Text. Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>{file} has no text in it. Nothing has changed.</source>
        <translation>In {file} steht kein Text. Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>{file} is no text: its bytes make no sense in any encoding. Nothing has changed.</source>
        <translation>{file} ist kein Text: Die Bytes ergeben in keiner Kodierung einen Sinn. Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>“{text}” cannot be fetched: {detail} does not answer. Is there a network?</source>
        <translation>„{text}“ lässt sich nicht holen: {detail} antwortet nicht. Besteht eine Verbindung zum Netz?</translation>
    </message>
    <message>
        <source>“{text}” cannot be fetched: it is no longer where it was ({detail}).</source>
        <translation>„{text}“ lässt sich nicht holen: Der Text ist nicht mehr dort, wo er war ({detail}).</translation>
    </message>
    <message>
        <source>“{text}”: what came or lies here is not the text that was published.</source>
        <translation>„{text}“: Was gekommen ist oder hier liegt, ist nicht der veröffentlichte Text.</translation>
    </message>
    <message>
        <source>“{text}” cannot be kept: the disk is full.</source>
        <translation>„{text}“ lässt sich nicht aufheben: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>“{text}” cannot be kept: the folder for it cannot be written.</source>
        <translation>„{text}“ lässt sich nicht aufheben: In den Ordner dafür lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>“{text}” is no longer on this machine.</source>
        <translation>„{text}“ ist nicht mehr auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Orders 1 and 2 work as before.</source>
        <translation>Die Ordnungen 1 und 2 arbeiten wie zuvor.</translation>
    </message>
    <message>
        <source>That is too short: two tokens are the least.</source>
        <translation>Das ist zu kurz: Zwei Token sind das Mindeste.</translation>
    </message>
</context>
<context>
    <name>TimeRow</name>
    <message>
        <source>Every picture of this run: drag to look back</source>
        <translation>Jedes Bild dieses Laufs: ziehen, um zurückzuschauen</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Von hier aus weiter</translation>
    </message>
    <message>
        <source>Forgets what came later and goes on from this picture, with other knobs too</source>
        <translation>Vergisst, was danach kam, und macht bei diesem Bild weiter, auch mit anderen Reglern</translation>
    </message>
    <message>
        <source>step {n}</source>
        <translation>Schritt {n}</translation>
    </message>
</context>
<context>
    <name>TrainPanel</name>
    <message>
        <source>Train it further?</source>
        <translation>Weiter trainieren?</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Goes on from the last state of that training</source>
        <translation>Macht beim letzten Stand dieses Trainings weiter</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Deletes what that training left</source>
        <translation>Löscht, was dieses Training hinterlassen hat</translation>
    </message>
    <message>
        <source>where it begins</source>
        <translation>womit es beginnt</translation>
    </message>
    <message>
        <source>Begins with the weights of the model that is shown, or with random ones</source>
        <translation>Beginnt mit den Gewichten des gezeigten Modells oder mit zufälligen</translation>
    </message>
    <message>
        <source>data to learn from</source>
        <translation>Daten zum Lernen</translation>
    </message>
    <message>
        <source>how long</source>
        <translation>wie lange</translation>
    </message>
    <message>
        <source>epochs or minutes</source>
        <translation>Epochen oder Minuten</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>the encoder</source>
        <translation>der Encoder</translation>
    </message>
    <message>
        <source>the decoder</source>
        <translation>der Decoder</translation>
    </message>
    <message>
        <source>β: weight of the KL term. Loss = reconstruction + β · KL(q(z|x) ‖ N(0, 1)). It may be moved while it trains.</source>
        <translation>β: Gewicht des KL-Terms. Verlust = Rekonstruktion + β · KL(q(z|x) ‖ N(0, 1)). Es darf sich während des Trainings ändern.</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>How far one step goes, at its height: it rises at first and falls to zero at the end</source>
        <translation>Wie weit ein Schritt geht, an ihrem höchsten Punkt: Sie steigt am Anfang und fällt zum Ende hin auf null</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>Batchgröße</translation>
    </message>
    <message>
        <source>What it learns from. A tenth of what is your own is held out: it is never learnt, and tells whether it gets better.</source>
        <translation>Woraus es lernt. Von Ihren eigenen Daten wird ein Zehntel zurückgehalten: Es wird nie gelernt und sagt, ob es besser wird.</translation>
    </message>
    <message>
        <source>How long it learns; an epoch shows it all of the data once</source>
        <translation>Wie lange es lernt; eine Epoche zeigt ihm alle Daten einmal</translation>
    </message>
    <message>
        <source>How many pictures, or windows of text, one step looks at</source>
        <translation>Wie viele Bilder oder Textfenster ein Schritt ansieht</translation>
    </message>
    <message>
        <source>does not learn</source>
        <translation>lernt nicht</translation>
    </message>
    <message>
        <source>Frozen layers keep their weights; with a frozen encoder the codes stay</source>
        <translation>Eingefrorene Schichten behalten ihre Gewichte; mit eingefrorenem Encoder bleiben die Codes</translation>
    </message>
    <message>
        <source>More …</source>
        <translation>Mehr …</translation>
    </message>
    <message>
        <source>Shows what one needs less often</source>
        <translation>Zeigt, was man seltener braucht</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>beside it: without KL</source>
        <translation>daneben: ohne KL</translation>
    </message>
    <message>
        <source>Trains the same with β = 0 at the same time, from the same seed</source>
        <translation>Trainiert zugleich dasselbe mit β = 0, vom selben Startwert aus</translation>
    </message>
    <message>
        <source>weight decay</source>
        <translation>Weight Decay</translation>
    </message>
    <message>
        <source>Draws all weights towards zero with every step (AdamW)</source>
        <translation>Zieht mit jedem Schritt alle Gewichte zur Null hin (AdamW)</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed gives the same numbers, on the same machine</source>
        <translation>Derselbe Startwert gibt auf demselben Rechner dieselben Zahlen</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Where it trains: on the GPU where there is one, or on the processor</source>
        <translation>Wo trainiert wird: auf der GPU, wo es eine gibt, oder auf dem Prozessor</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Begins the training (Ctrl+R)</source>
        <translation>Beginnt das Training (Strg+R)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Waits after this step, or goes on</source>
        <translation>Wartet nach diesem Schritt oder macht weiter</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Makes a single step</source>
        <translation>Macht einen einzigen Schritt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Ends the training; what it has learnt can still be kept</source>
        <translation>Beendet das Training; was es gelernt hat, lässt sich noch behalten</translation>
    </message>
    <message>
        <source>Steps done and in all, and the time left at this pace</source>
        <translation>Schritte bisher und insgesamt und die Zeit, die bei diesem Tempo bleibt</translation>
    </message>
    <message>
        <source>progress of the training</source>
        <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
        <source>Show the training</source>
        <translation>Training zeigen</translation>
    </message>
    <message>
        <source>The training in the place of the figure (Ctrl+L)</source>
        <translation>Das Training an der Stelle des Bildes (Strg+L)</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Publishes what is shown as a new version: exported to ONNX, compared with torch, measured on held-out data</source>
        <translation>Veröffentlicht, was zu sehen ist, als neue Version: nach ONNX exportiert, mit torch verglichen, auf zurückgehaltenen Daten gemessen</translation>
    </message>
    <message>
        <source>Use it anyway</source>
        <translation>Trotzdem benutzen</translation>
    </message>
    <message>
        <source>Shows the new version although it is worse</source>
        <translation>Zeigt die neue Version, obwohl sie schlechter ist</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Goes back to the version before; the new one stays listed</source>
        <translation>Geht zur Version davor zurück; die neue bleibt in der Liste</translation>
    </message>
    <message>
        <source>Film …</source>
        <translation>Film …</translation>
    </message>
    <message>
        <source>Saves the film as an animated GIF</source>
        <translation>Speichert den Film als animiertes GIF</translation>
    </message>
    <message>
        <source>Curves …</source>
        <translation>Kurven …</translation>
    </message>
    <message>
        <source>Saves the curves as CSV</source>
        <translation>Speichert die Kurven als CSV</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>loss in nats a picture</source>
        <translation>Verlust in Nats je Bild</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>quadratischer Fehler</translation>
    </message>
    <message>
        <source>codes of pictures</source>
        <translation>Codes von Bildern</translation>
    </message>
    <message>
        <source>without KL: β = 0</source>
        <translation>ohne KL: β = 0</translation>
    </message>
    <message>
        <source>with KL: β = {beta}</source>
        <translation>mit KL: β = {beta}</translation>
    </message>
    <message>
        <source>Held-out loss {last}, at first {first}.</source>
        <translation>Verlust auf ungesehenen Bildern: {last}, am Anfang {first}.</translation>
    </message>
    <message>
        <source>So few pictures: none are held out, it is measured on the same.</source>
        <translation>So wenige Bilder: Keines bleibt ungesehen, gemessen wird auf denselben.</translation>
    </message>
    <message>
        <source>Double-click a frame to go on from it.</source>
        <translation>Ein Doppelklick auf ein Bild des Films macht von dort aus weiter.</translation>
    </message>
    <message>
        <source>It goes on with a beginning from the text that it learns now</source>
        <translation>Es setzt einen Anfang aus dem Text fort, den es jetzt lernt</translation>
    </message>
    <message>
        <source>It goes on with a beginning from the text that it comes from</source>
        <translation>Es setzt einen Anfang aus dem Text fort, von dem es kommt</translation>
    </message>
    <message>
        <source>loss in nats a token</source>
        <translation>Verlust in Nats je Token</translation>
    </message>
    <message>
        <source>Held-out loss {last} nats a token, at first {first}.</source>
        <translation>Verlust auf zurückgehaltenem Text: {last} Nats je Token, am Anfang {first}.</translation>
    </message>
    <message>
        <source>{share} of your text is unknown to its vocabulary.</source>
        <translation>{share} Ihres Textes kennt sein Vokabular nicht.</translation>
    </message>
    <message>
        <source>Of the file only the first {n} million characters are read.</source>
        <translation>Von der Datei werden nur die ersten {n} Millionen Zeichen gelesen.</translation>
    </message>
    <message>
        <source>A sentence of yours that it does not learn, your German, and its German</source>
        <translation>Ein Satz von Ihnen, den es nicht lernt, Ihr Deutsch und seines</translation>
    </message>
    <message>
        <source>A sentence of the program&apos;s, its German, and the network&apos;s</source>
        <translation>Ein Satz des Programms, dessen Deutsch und das des Netzes</translation>
    </message>
    <message>
        <source>loss in nats a piece</source>
        <translation>Verlust in Nats je Stück</translation>
    </message>
    <message>
        <source>Held-out loss {last} nats a piece, at first {first}.</source>
        <translation>Verlust auf zurückgehaltenen Sätzen: {last} Nats je Stück, am Anfang {first}.</translation>
    </message>
    <message>
        <source>Pairs learnt: {train}; sentences held out: {held}.</source>
        <translation>Gelernte Paare: {train}; zurückgehaltene Sätze: {held}.</translation>
    </message>
    <message>
        <source>Lines without two columns, left out: {n}.</source>
        <translation>Ausgelassene Zeilen ohne zwei Spalten: {n}.</translation>
    </message>
    <message>
        <source>Pairs too long for the model: {n}.</source>
        <translation>Paare, die für das Modell zu lang sind: {n}.</translation>
    </message>
    <message>
        <source>The rest of the file is not read: it is too large.</source>
        <translation>Der Rest der Datei wird nicht gelesen: Sie ist zu groß.</translation>
    </message>
</context>
<context>
    <name>TrainingForm</name>
    <message>
        <source>This model, further</source>
        <translation>Dieses Modell, weiter</translation>
    </message>
    <message>
        <source>Anew, random weights</source>
        <translation>Neu, zufällige Gewichte</translation>
    </message>
    <message>
        <source>This model has no network to train.</source>
        <translation>Dieses Modell hat kein Netz zum Trainieren.</translation>
    </message>
    <message>
        <source>A folder of pictures …</source>
        <translation>Ein Ordner mit Bildern …</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>Lernen aus</translation>
    </message>
    <message>
        <source>There is no network here to train; a chain is counted.</source>
        <translation>Hier ist kein Netz, das trainiert werden könnte; eine Kette wird gezählt.</translation>
    </message>
    <message>
        <source>The text on the clipboard</source>
        <translation>Der Text in der Zwischenablage</translation>
    </message>
    <message>
        <source>A text file …</source>
        <translation>Eine Textdatei …</translation>
    </message>
    <message>
        <source>A file of sentence pairs …</source>
        <translation>Eine Datei mit Satzpaaren …</translation>
    </message>
    <message>
        <source>English, tab, German</source>
        <translation>Englisch, Tabulator, Deutsch</translation>
    </message>
    <message>
        <source>Sentence pairs</source>
        <translation>Satzpaare</translation>
    </message>
    <message>
        <source>Pairs: English, tab, German (*.tsv *.txt *.tab *.csv);;All files (*)</source>
        <translation>Paare: Englisch, Tabulator, Deutsch (*.tsv *.txt *.tab *.csv);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>p(next piece | sentence, translation so far); a click writes it</source>
        <translation>p(nächstes Teil | Satz, Übersetzung bis hier); ein Klick schreibt es</translation>
    </message>
    <message>
        <source>What comes next? Click on another word.</source>
        <translation>Was folgt? Klicken Sie auf ein anderes Wort.</translation>
    </message>
    <message>
        <source>What instead of “{word}”? A click goes on from there.</source>
        <translation>Was statt „{word}“? Ein Klick macht von dort weiter.</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>One step, then stand still</source>
        <translation>Ein Schritt, dann Halt</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the beginning</source>
        <translation>Zurück zum Anfang</translation>
    </message>
    <message>
        <source>How fast it plays; 1× is the usual speed</source>
        <translation>Wie schnell es läuft; 1× ist das übliche Tempo</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
</context>
<context>
    <name>TraversalGrid</name>
    <message>
        <source>one row of pictures for each latent dimension</source>
        <translation>für jede latente Dimension eine Zeile Bilder</translation>
    </message>
</context>
<context>
    <name>TwoPage</name>
    <message>
        <source>The model beside it</source>
        <translation>Das Modell daneben</translation>
    </message>
    <message>
        <source>other model</source>
        <translation>anderes Modell</translation>
    </message>
    <message>
        <source>a good German translation, to measure by</source>
        <translation>eine gute deutsche Übersetzung als Maßstab</translation>
    </message>
    <message>
        <source>How likely is this translation? Each head is switched off alone, and ranked.</source>
        <translation>Wie wahrscheinlich ist diese Übersetzung? Jeder Kopf wird einzeln abgeschaltet und eingeordnet.</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Which head matters most?</source>
        <translation>Welcher Kopf zählt am meisten?</translation>
    </message>
    <message>
        <source>By how much ln p of the reference falls when the head is switched off</source>
        <translation>Um wie viel ln p der Referenz fällt, wenn der Kopf abgeschaltet wird</translation>
    </message>
    <message>
        <source>No other model is installed: there is nothing beside it.</source>
        <translation>Kein anderes Modell ist installiert: Daneben steht nichts.</translation>
    </message>
</context>
<context>
    <name>Versions</name>
    <message>
        <source>It is not here any more.</source>
        <translation>Sie ist nicht mehr da.</translation>
    </message>
    <message>
        <source>It is damaged and cannot be used.</source>
        <translation>Sie ist beschädigt und nicht zu gebrauchen.</translation>
    </message>
    <message>
        <source>It is the current version already.</source>
        <translation>Sie ist schon die aktuelle Version.</translation>
    </message>
    <message>
        <source>It is shown already: choose another version to compare it with.</source>
        <translation>Sie ist schon zu sehen: Wählen Sie eine andere Version zum Vergleich.</translation>
    </message>
    <message>
        <source>Four models are shown already.</source>
        <translation>Es sind schon vier Modelle zu sehen.</translation>
    </message>
    <message>
        <source>It learned other pictures: there is none to compare them by.</source>
        <translation>Sie hat andere Bilder gelernt: Es gibt keines, an dem man sie vergleichen könnte.</translation>
    </message>
    <message>
        <source>It is called “{name}” now.</source>
        <translation>Jetzt heißt es „{name}“.</translation>
    </message>
    <message>
        <source>Deleted: “{name}”, {version}. The button “Bring back” undoes it.</source>
        <translation>Gelöscht: „{name}“, {version}. Der Knopf „Zurückholen“ macht es rückgängig.</translation>
    </message>
    <message>
        <source>It cannot be brought back any more.</source>
        <translation>Das lässt sich nicht mehr zurückholen.</translation>
    </message>
    <message>
        <source>{file} is not there.</source>
        <translation>{file} ist nicht da.</translation>
    </message>
    <message>
        <source>{file} holds no model of this program, or it is damaged.</source>
        <translation>{file} enthält kein Modell dieses Programms oder ist beschädigt.</translation>
    </message>
    <message>
        <source>{file} is cut off. Please copy it once more.</source>
        <translation>{file} ist abgeschnitten. Bitte noch einmal kopieren.</translation>
    </message>
    <message>
        <source>{file} is damaged: “{member}” is not what was packed (checksum).</source>
        <translation>{file} ist beschädigt: „{member}“ ist nicht, was gepackt wurde (Prüfsumme).</translation>
    </message>
    <message>
        <source>{file}: “{member}” is not what the model’s card says.</source>
        <translation>{file}: „{member}“ ist nicht, was die Karte des Modells sagt.</translation>
    </message>
    <message>
        <source>{file} was refused: “{member}” points to a place outside the model’s folder.</source>
        <translation>{file} wurde abgelehnt: „{member}“ zeigt auf einen Ort außerhalb des Modellordners.</translation>
    </message>
    <message>
        <source>{file} was refused: it is encrypted, too large, or holds what no model has.</source>
        <translation>{file} wurde abgelehnt: verschlüsselt, zu groß oder mit Inhalt, den kein Modell hat.</translation>
    </message>
    <message>
        <source>{file} holds no model: “{member}” is missing in it.</source>
        <translation>{file} enthält kein Modell: „{member}“ fehlt darin.</translation>
    </message>
    <message>
        <source>The disk is full: nothing was changed.</source>
        <translation>Der Datenträger ist voll: Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The folder of your models cannot be written: nothing was changed.</source>
        <translation>In den Ordner Ihrer Modelle lässt sich nicht schreiben: Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Another model is called “{name}” already.</source>
        <translation>Ein anderes Modell heißt schon „{name}“.</translation>
    </message>
    <message>
        <source>It came with the program and stays as it is.</source>
        <translation>Sie kam mit dem Programm und bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>“{name}” cannot be a name, but “{proper}” can.</source>
        <translation>„{name}“ kann kein Name sein, „{proper}“ schon.</translation>
    </message>
    <message>
        <source>“{name}” is not here any more.</source>
        <translation>„{name}“ ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>Version {number} (current)</source>
        <translation>Version {number} (aktuell)</translation>
    </message>
    <message>
        <source>came with the program</source>
        <translation>kam mit dem Programm</translation>
    </message>
    <message>
        <source>own pictures</source>
        <translation>eigene Bilder</translation>
    </message>
    <message>
        <source>{data}, 1 epoch</source>
        <translation>{data}, 1 Epoche</translation>
    </message>
    <message>
        <source>{data}, {count} epochs</source>
        <translation>{data}, {count} Epochen</translation>
    </message>
    <message>
        <source>{data}, 1 step</source>
        <translation>{data}, 1 Schritt</translation>
    </message>
    <message>
        <source>{data}, {count} steps</source>
        <translation>{data}, {count} Schritte</translation>
    </message>
    <message>
        <source>{metric}: {before} → {after}
{verdict}</source>
        <translation>{metric}: {before} → {after}
{verdict}</translation>
    </message>
    <message>
        <source>better than before</source>
        <translation>besser als zuvor</translation>
    </message>
    <message>
        <source>not better than before</source>
        <translation>nicht besser als zuvor</translation>
    </message>
    <message>
        <source>{metric}: {value}</source>
        <translation>{metric}: {value}</translation>
    </message>
    <message>
        <source>MSE: mean of (x − x̂)² over the pixels of held-out pictures, without unit.</source>
        <translation>MSE: Mittel von (x − x̂)² über die Pixel zurückgehaltener Bilder, ohne Einheit.</translation>
    </message>
    <message>
        <source>−ELBO: −log p(x|z) + KL(q(z|x) ‖ N(0, 1)) in nats a picture, on held-out pictures; less is better.</source>
        <translation>−ELBO: −log p(x|z) + KL(q(z|x) ‖ N(0, 1)) in Nats je Bild, auf zurückgehaltenen Bildern; weniger ist besser.</translation>
    </message>
    <message>
        <source>Went on from “{name}”, version {number}.</source>
        <translation>Lernte weiter von „{name}“, Version {number}.</translation>
    </message>
    <message>
        <source>Steps: {count}.</source>
        <translation>Schritte: {count}.</translation>
    </message>
</context>
<context>
    <name>VersionsSection</name>
    <message>
        <source>Which version?</source>
        <translation>Welche Version?</translation>
    </message>
    <message>
        <source>Lets the model be this version from now on; the others stay</source>
        <translation>Macht diese Version zur aktuellen; die anderen bleiben</translation>
    </message>
    <message>
        <source>Shows this version beside what is shown, up to four, one cursor</source>
        <translation>Zeigt diese Version neben dem, was zu sehen ist: bis zu vier, ein Zeiger</translation>
    </message>
    <message>
        <source>Gives this version a name of its own (F2)</source>
        <translation>Gibt dieser Version einen eigenen Namen (F2)</translation>
    </message>
    <message>
        <source>Deletes this version; it can be brought back for an hour</source>
        <translation>Löscht diese Version; eine Stunde lang lässt sie sich zurückholen</translation>
    </message>
    <message>
        <source>Writes this version to one ZIP file, to give to somebody</source>
        <translation>Schreibt diese Version in eine ZIP-Datei zum Weitergeben</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Save as one file …</source>
        <translation>Als eine Datei sichern …</translation>
    </message>
    <message>
        <source>new name, Enter</source>
        <translation>neuer Name, Eingabe</translation>
    </message>
    <message>
        <source>a to z, figures, dots and hyphens; Enter renames, Esc not</source>
        <translation>a bis z, Ziffern, Punkte und Bindestriche; Eingabe benennt um, Esc nicht</translation>
    </message>
    <message>
        <source>new name</source>
        <translation>neuer Name</translation>
    </message>
    <message>
        <source>Puts back what was deleted last, as long as it is still there</source>
        <translation>Holt zurück, was zuletzt gelöscht wurde, solange es noch da ist</translation>
    </message>
    <message>
        <source>Bring back {what}</source>
        <translation>{what} zurückholen</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>triangle</source>
        <translation>Dreieck</translation>
    </message>
    <message>
        <source>star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>cross</source>
        <translation>Kreuz</translation>
    </message>
    <message>
        <source>T-shirt</source>
        <translation>T-Shirt</translation>
    </message>
    <message>
        <source>trousers</source>
        <translation>Hose</translation>
    </message>
    <message>
        <source>pullover</source>
        <translation>Pullover</translation>
    </message>
    <message>
        <source>dress</source>
        <translation>Kleid</translation>
    </message>
    <message>
        <source>coat</source>
        <translation>Mantel</translation>
    </message>
    <message>
        <source>sandal</source>
        <translation>Sandale</translation>
    </message>
    <message>
        <source>shirt</source>
        <translation>Hemd</translation>
    </message>
    <message>
        <source>sneaker</source>
        <translation>Turnschuh</translation>
    </message>
    <message>
        <source>bag</source>
        <translation>Tasche</translation>
    </message>
    <message>
        <source>ankle boot</source>
        <translation>Stiefelette</translation>
    </message>
    <message>
        <source>afro</source>
        <translation>Afro</translation>
    </message>
    <message>
        <source>fringe</source>
        <translation>Pony</translation>
    </message>
    <message>
        <source>bow</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>long hair</source>
        <translation>lange Haare</translation>
    </message>
    <message>
        <source>mohawk</source>
        <translation>Irokese</translation>
    </message>
    <message>
        <source>bald</source>
        <translation>Glatze</translation>
    </message>
    <message>
        <source>quiff</source>
        <translation>Tolle</translation>
    </message>
    <message>
        <source>beanie</source>
        <translation>Mütze</translation>
    </message>
    <message>
        <source>hijab</source>
        <translation>Hidschab</translation>
    </message>
    <message>
        <source>turban</source>
        <translation>Turban</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ohne</translation>
    </message>
    <message>
        <source>glasses</source>
        <translation>Brille</translation>
    </message>
    <message>
        <source>sunglasses</source>
        <translation>Sonnenbrille</translation>
    </message>
    <message>
        <source>full beard</source>
        <translation>Vollbart</translation>
    </message>
    <message>
        <source>moustache</source>
        <translation>Schnurrbart</translation>
    </message>
    <message>
        <source>smile</source>
        <translation>lächelt</translation>
    </message>
    <message>
        <source>laugh</source>
        <translation>lacht</translation>
    </message>
    <message>
        <source>solemn</source>
        <translation>ernst</translation>
    </message>
    <message>
        <source>angry</source>
        <translation>wütend</translation>
    </message>
    <message>
        <source>light</source>
        <translation>sehr hell</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>brown</source>
        <translation>braun</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>blau</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grün</translation>
    </message>
    <message>
        <source>amber</source>
        <translation>bernstein</translation>
    </message>
    <message>
        <source>pink</source>
        <translation>rosa</translation>
    </message>
    <message>
        <source>red</source>
        <translation>rot</translation>
    </message>
    <message>
        <source>teal</source>
        <translation>türkis</translation>
    </message>
    <message>
        <source>black</source>
        <translation>schwarz</translation>
    </message>
    <message>
        <source>blond</source>
        <translation>blond</translation>
    </message>
    <message>
        <source>chestnut</source>
        <translation>kastanie</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>grau</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>drawn from the prior</source>
        <translation>aus dem Prior gezogen</translation>
    </message>
    <message>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>beard</source>
        <translation>Bart</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>Gesichtsausdruck</translation>
    </message>
    <message>
        <source>skin</source>
        <translation>Haut</translation>
    </message>
    <message>
        <source>clothing</source>
        <translation>Kleidung</translation>
    </message>
    <message>
        <source>hair colour</source>
        <translation>Haarfarbe</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>place across</source>
        <translation>Ort waagerecht</translation>
    </message>
    <message>
        <source>place down</source>
        <translation>Ort senkrecht</translation>
    </message>
    <message>
        <source>rotation</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>Formen</translation>
    </message>
    <message>
        <source>Moved shapes</source>
        <translation>Bewegte Formen</translation>
    </message>
    <message>
        <source>Fashion</source>
        <translation>Mode</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>Ziffern</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>Avatare</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>Autoencoder</translation>
    </message>
    <message>
        <source>VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>learns codes freely, no prior</source>
        <translation>lernt Codes frei, ohne Vorgabe</translation>
    </message>
    <message>
        <source>learns codes under a normal prior</source>
        <translation>Codes sollen normalverteilt sein</translation>
    </message>
    <message>
        <source>draws pictures, has no encoder</source>
        <translation>zeichnet Bilder, hat keinen Encoder</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>ist nicht da</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>is cut off</source>
        <translation>ist abgeschnitten</translation>
    </message>
    <message>
        <source>is not the file that was published (checksum)</source>
        <translation>ist nicht die veröffentlichte Datei (Prüfsumme)</translation>
    </message>
    <message>
        <source>does not fit its description</source>
        <translation>passt nicht zu seiner Beschreibung</translation>
    </message>
    <message>
        <source>points to files outside its folder</source>
        <translation>verweist auf Dateien außerhalb seines Ordners</translation>
    </message>
    <message>
        <source>cannot be fetched: no network</source>
        <translation>lässt sich nicht holen: kein Netz</translation>
    </message>
    <message>
        <source>was refused</source>
        <translation>wurde abgelehnt</translation>
    </message>
    <message>
        <source>cannot be written: the disk is full</source>
        <translation>lässt sich nicht schreiben: Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>cannot be written here</source>
        <translation>lässt sich hier nicht schreiben</translation>
    </message>
    <message>
        <source>is not installed</source>
        <translation>ist nicht installiert</translation>
    </message>
    <message>
        <source>is empty or cut off</source>
        <translation>ist leer oder abgeschnitten</translation>
    </message>
    <message>
        <source>holds nothing that fits here</source>
        <translation>enthält nichts, was hierher passt</translation>
    </message>
    <message>
        <source>is too large, or not safe to open</source>
        <translation>ist zu groß oder lässt sich nicht sicher öffnen</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>ist leer</translation>
    </message>
    <message>
        <source>is no text</source>
        <translation>ist kein Text</translation>
    </message>
    <message>
        <source>is too short to learn from ({detail} tokens)</source>
        <translation>ist zu kurz, um daraus zu lernen ({detail} Tokens)</translation>
    </message>
    <message>
        <source>is in signs that this model does not know ({detail} of it)</source>
        <translation>besteht aus Zeichen, die dieses Modell nicht kennt ({detail} davon)</translation>
    </message>
    <message>
        <source>has too few sentence pairs to learn from ({detail})</source>
        <translation>hat zu wenige Satzpaare, um daraus zu lernen ({detail})</translation>
    </message>
    <message>
        <source>holds no picture that can be used here</source>
        <translation>enthält kein Bild, das hier brauchbar ist</translation>
    </message>
    <message>
        <source>“{name}” has no encoder: it cannot read pictures.</source>
        <translation>„{name}“ hat keinen Encoder: Es kann keine Bilder einlesen.</translation>
    </message>
    <message>
        <source>The drawings “{name}” are of another size than this model’s pictures.</source>
        <translation>Die Zeichnungen „{name}“ haben eine andere Größe als die Bilder dieses Modells.</translation>
    </message>
    <message>
        <source>“{name}” cannot be a name: letters, digits, spaces, - and _ can, not too many.</source>
        <translation>„{name}“ geht nicht als Name: nur Buchstaben, Ziffern, Leerzeichen, - und _, nicht zu viele.</translation>
    </message>
    <message>
        <source>Everything else works as before.</source>
        <translation>Alles andere funktioniert wie zuvor.</translation>
    </message>
    <message>
        <source>The training process is gone ({detail}).</source>
        <translation>Der Trainingsprozess ist fort ({detail}).</translation>
    </message>
    <message>
        <source>The training has failed ({detail}).</source>
        <translation>Das Training ist gescheitert ({detail}).</translation>
    </message>
    <message>
        <source>The training has exploded and was stopped ({detail}): try a lower learning rate.</source>
        <translation>Das Training ist explodiert und wurde angehalten ({detail}): Eine kleinere Lernrate hilft.</translation>
    </message>
    <message>
        <source>The training cannot do that: {name} {fault} ({detail}).</source>
        <translation>Das kann das Training nicht: {name} {fault} ({detail}).</translation>
    </message>
    <message>
        <source>The other models still work.</source>
        <translation>Die anderen Modelle funktionieren weiter.</translation>
    </message>
    <message>
        <source>The other data sets still work.</source>
        <translation>Die anderen Datensätze funktionieren weiter.</translation>
    </message>
    <message>
        <source>Nothing is kept beyond this session.</source>
        <translation>Über diese Sitzung hinaus wird nichts behalten.</translation>
    </message>
    <message>
        <source>Exploring works without it.</source>
        <translation>Erkunden geht auch ohne.</translation>
    </message>
    <message>
        <source>as chosen</source>
        <translation>wie gewählt</translation>
    </message>
    <message>
        <source>measured as faster</source>
        <translation>gemessen schneller</translation>
    </message>
    <message>
        <source>this ONNX Runtime has no CUDA</source>
        <translation>diese ONNX Runtime hat kein CUDA</translation>
    </message>
    <message>
        <source>no NVIDIA GPU</source>
        <translation>keine NVIDIA-GPU</translation>
    </message>
    <message>
        <source>MSE {value}</source>
        <translation>MSE {value}</translation>
    </message>
    <message>
        <source>−ELBO {value} nats</source>
        <translation>−ELBO {value} Nats</translation>
    </message>
    <message>
        <source>, {size}-D</source>
        <translation>, {size}-D</translation>
    </message>
    <message>
        <source>version {number}</source>
        <translation>Version {number}</translation>
    </message>
    <message>
        <source>no regularisation: the noise has died out</source>
        <translation>ohne Regularisierung, ohne Rauschen</translation>
    </message>
    <message>
        <source>codes pressed hard into a normal prior</source>
        <translation>Codes stark zur Normalverteilung gedrängt</translation>
    </message>
    <message>
        <source>There is no text.</source>
        <translation>Da ist kein Text.</translation>
    </message>
    <message>
        <source>The state of step {step} is kept: go on from it.</source>
        <translation>Der Stand von Schritt {step} ist aufbewahrt: Von dort geht es weiter.</translation>
    </message>
    <message>
        <source>library missing</source>
        <translation>Bibliothek fehlt</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>straight directions, no network</source>
        <translation>gerade Richtungen, kein Netz</translation>
    </message>
    <message>
        <source>has no line with two columns, English and German with a tab between (lines: {detail})</source>
        <translation>hat keine Zeile mit zwei Spalten, Englisch und Deutsch mit einem Tabulator dazwischen (Zeilen: {detail})</translation>
    </message>
    <message>
        <source>the GPU failed</source>
        <translation>die GPU ist ausgefallen</translation>
    </message>
    <message>
        <source>Unexpected: {error}</source>
        <translation>Unerwartet: {error}</translation>
    </message>
</context>
<context>
    <name>_Curves</name>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>no step yet</source>
        <translation>noch kein Schritt</translation>
    </message>
</context>
<context>
    <name>_Scale</name>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
</context>
</TS>
