/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-html-private.h"

#include <string.h>

#include "csn-export-format-private.h"
#include "csn-export-report-private.h"

static const char style[] =
    ":root{color-scheme:light}"
    "*{box-sizing:border-box}"
    "body{font:11pt/1.5 Cantarell,Inter,\"Noto Sans\",\"DejaVu Sans\",sans-serif;color:#1d1d20;"
    "background:#fff;max-width:62rem;margin:2rem auto;padding:0 1.25rem}"
    "h1{font-size:22pt;line-height:1.2;margin:0}"
    "h2{font-size:14pt;margin:2.2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid #c8c8cc}"
    "p{margin:.5rem 0;max-width:46rem}.lead{color:#5e5c64;margin:.25rem 0 1.25rem}"
    ".verdict{border:1px solid;border-left-width:6px;border-radius:6px;padding:.75rem 1rem;"
    "margin:1rem 0}.verdict b{font-size:13pt}"
    ".good{border-color:#1b7f4b;background:#eef8f2}.bad{border-color:#b3261e;background:#fdeeed}"
    ".open{border-color:#a66a00;background:#fff6e5}"
    ".figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}"
    ".figures li{flex:1 1 8rem;border:1px solid #d5d5d9;border-radius:6px;padding:.5rem .75rem}"
    ".figures b{display:block;font-size:17pt;line-height:1.2;font-variant-numeric:tabular-nums}"
    "table{border-collapse:collapse;width:100%;font-size:9.5pt;margin:.5rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #dedee2;"
    "overflow-wrap:anywhere}th{font-weight:600;border-bottom-color:#77767b}"
    "tbody th{border-bottom-color:#dedee2;width:14rem}"
    ".number{text-align:right;font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}.time{white-space:nowrap;overflow-wrap:normal}"
    "code{font:9pt/1.4 \"Source Code Pro\",\"DejaVu Sans Mono\",monospace;overflow-wrap:anywhere}"
    ".more{color:#5e5c64;font-style:italic}footer{margin:2.5rem 0 0;color:#5e5c64;font-size:9pt}"
    "@media (max-width:40rem){body{margin:1rem auto}.wide table{min-width:38rem}"
    "tbody th{width:9rem}}"
    "@page{size:A4;margin:18mm 16mm 20mm;@bottom-left{content:\"Countersign audit report\";"
    "font:8pt sans-serif;color:#5e5c64}@bottom-right{content:\"Page \" counter(page) \" of \" "
    "counter(pages);font:8pt sans-serif;color:#5e5c64}}"
    "@media print{body{margin:0;padding:0;max-width:none;font-size:10pt}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "h2{break-after:avoid}tr,.verdict,.figures li{break-inside:avoid}thead{display:table-header-"
    "group}.new-page{break-before:page}.wide{overflow:visible}table{font-size:8.5pt}"
    "p{orphans:3;widows:3}}";

static const char *const decision_words[] = {
  [CSN_EXPORT_APPROVED] = "Approved",     [CSN_EXPORT_EDITED] = "Approved with changes",
  [CSN_EXPORT_REJECTED] = "Rejected",     [CSN_EXPORT_RESPONDED] = "Answered",
  [CSN_EXPORT_TAKEN_OVER] = "Taken over", [CSN_EXPORT_ESCALATED] = "Escalated",
};

G_STATIC_ASSERT (G_N_ELEMENTS (decision_words) == CSN_EXPORT_N_DECISIONS);

const char *
csn_export_html_get_actor_words (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } actors[] = {
    { "human", "a person" },    { "silence", "silence (nobody objected in time)" },
    { "policy", "the policy" }, { "system", "the program" },
    { "agent", "the agent" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actors); i++)
    if (g_strcmp0 (actors[i].kind, kind) == 0)
      return actors[i].words;
  return "unknown";
}

static void
append_hash (GString *out, const char *name, const guint8 *hash)
{
  g_autofree char *hex = csn_digest_to_hex (hash, CSN_SHA256_BYTES);

  g_string_append_printf (out, "<tr><th>%s</th><td><code>%s</code></td></tr>\n", name, hex);
}

static void
append_text_row (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (out, "<tr><th>%s</th><td>", name);
  csn_export_html_append_text (out, text);
  g_string_append (out, "</td></tr>\n");
}

static void
append_time_row (GString *out, const char *name, gint64 time)
{
  if (time == 0)
    return;
  g_string_append_printf (out, "<tr><th>%s</th><td>", name);
  csn_export_html_append_time (out, time);
  g_string_append (out, " UTC</td></tr>\n");
}

static void
append_filter (GString *out, const CsnHistoryQuery *filter)
{
  const CsnHistoryQuery none = { 0 };

  filter = filter != NULL ? filter : &none;
  append_time_row (out, "Chosen: from", filter->since);
  append_time_row (out, "Chosen: until", filter->until);
  append_text_row (out, "Chosen: agent", filter->agent_id);
  append_text_row (out, "Chosen: action", filter->action_type);
  append_text_row (out, "Chosen: type", filter->event_type);
  append_text_row (out, "Chosen: request", filter->request_id);
  append_text_row (out, "Chosen: level", filter->level);
  append_text_row (out, "Chosen: reviewer", filter->reviewer);
  append_text_row (out, "Chosen: decision", filter->decision);
  append_text_row (out, "Chosen: text", filter->text);
}

static void
append_scope (GString *out, const CsnExportReport *report, const CsnExportSummary *summary)
{
  g_autofree char *log_id = csn_digest_to_hex (summary->log_id, CSN_LOG_ID_BYTES);

  g_string_append (out, "<h2>What this covers</h2>\n<table><tbody>\n");
  append_text_row (out, "Log", log_id);
  append_filter (out, summary->options->filter);
  g_string_append_printf (out,
                          "<tr><th>Events in this report</th><td>%" G_GUINT64_FORMAT
                          " of the %" G_GUINT64_FORMAT " in the log</td></tr>\n",
                          summary->n_events,
                          summary->n_read);
  append_time_row (out, "First event", report->first_time);
  append_time_row (out, "Last event", report->last_time);
  append_time_row (out, "Report made", summary->options->now);
  append_text_row (out, "Made with", "Countersign " CSN_VERSION);
  g_string_append (out, "</tbody></table>\n");
}

static void
append_integrity (GString *out, const CsnVerifyReport *verified)
{
  switch (verified->integrity)
    {
    case CSN_INTEGRITY_INTACT:
      g_string_append_printf (out,
                              "<div class=\"verdict good\"><b>Intact.</b><br>All %" G_GUINT64_FORMAT
                              " events were checked: none was changed, moved, added or taken out "
                              "of the middle since it was written. Whether newer ones were cut off "
                              "at the end can be seen only from outside of the log.</div>\n",
                              verified->n_events);
      break;
    case CSN_INTEGRITY_TAMPERED:
      g_string_append_printf (
          out,
          "<div class=\"verdict bad\"><b>Tampered with.</b><br>Event %" G_GUINT64_FORMAT
          " is not what was written (%s). Nothing from there "
          "on can be relied on.</div>\n",
          verified->first_bad_seq,
          csn_fault_kind_to_string (verified->fault));
      break;
    case CSN_INTEGRITY_CORRUPT:
      g_string_append_printf (out,
                              "<div class=\"verdict bad\"><b>Damaged.</b><br>The log can’t be read "
                              "from event %" G_GUINT64_FORMAT " on.</div>\n",
                              verified->first_bad_seq);
      break;
    case CSN_INTEGRITY_UNVERIFIABLE:
      g_string_append (out,
                       "<div class=\"verdict open\"><b>Can’t be verified.</b><br>There is nothing "
                       "to check the log against.</div>\n");
      break;
    }
}

static void
append_verification (GString *out, const CsnExportSummary *summary)
{
  const CsnVerifyReport *verified = summary->options->report;

  g_string_append (out, "<h2>Can the log be trusted?</h2>\n");
  if (verified != NULL)
    append_integrity (out, verified);
  else
    g_string_append (out,
                     "<div class=\"verdict open\"><b>Not verified.</b><br>The log was not checked "
                     "when this report was made.</div>\n");
  g_string_append (
      out,
      "<p>Each event carries a fingerprint (a SHA-256 hash) that is made from the event and from "
      "the fingerprint before it, so that no event can be changed without changing every "
      "fingerprint after it. To check this report against the log, compare these two with what "
      "<code>countersignctl audit verify</code> prints. This page itself is not protected; its own "
      "fingerprint stands in the manifest beside it.</p>\n<table><tbody>\n");
  append_hash (out, "First fingerprint", summary->first_chain);
  append_hash (out, "Last fingerprint", summary->head);
  g_string_append (out, "</tbody></table>\n");
}

static void
append_figures (GString *out, const CsnExportReport *report)
{
  guint64 totals[CSN_EXPORT_N_DECISIONS] = { 0 };

  for (guint i = 0; i < report->deciders->len; i++)
    {
      const CsnExportTally *tally = g_ptr_array_index (report->deciders, i);

      for (guint j = 0; j < CSN_EXPORT_N_DECISIONS; j++)
        totals[j] += tally->n_decisions[j];
    }
  g_string_append (out, "<ul class=\"figures\">\n");
  for (guint j = 0; j < CSN_EXPORT_N_DECISIONS; j++)
    g_string_append_printf (out,
                            "<li><b>%" G_GUINT64_FORMAT "</b>%s</li>\n",
                            totals[j],
                            decision_words[j]);
  g_string_append (out, "</ul>\n");
}

static void
append_decision_columns (GString *out)
{
  for (guint j = 0; j < CSN_EXPORT_N_DECISIONS; j++)
    g_string_append_printf (out, "<th class=\"number\">%s</th>", decision_words[j]);
  g_string_append (out, "</tr></thead><tbody>\n");
}

static void
append_counts (GString *out, const CsnExportTally *tally)
{
  for (guint j = 0; j < CSN_EXPORT_N_DECISIONS; j++)
    g_string_append_printf (out,
                            "<td class=\"number\">%" G_GUINT64_FORMAT "</td>",
                            tally->n_decisions[j]);
  g_string_append (out, "</tr>\n");
}

/* The names in tallies are visible text already, so they are only escaped. */
static void
append_deciders (GString *out, const CsnExportReport *report)
{
  g_string_append (out, "<h2>Who decided what</h2>\n");
  append_figures (out, report);
  if (report->deciders->len == 0)
    {
      g_string_append (out, "<p>There are no decisions among these events.</p>\n");
      return;
    }
  g_string_append (out, "<div class=\"wide\"><table><thead><tr><th>Decided by</th>");
  append_decision_columns (out);
  for (guint i = 0; i < report->deciders->len; i++)
    {
      const CsnExportTally *tally = g_ptr_array_index (report->deciders, i);
      gboolean is_person = g_str_equal (tally->kind, "human") || tally->kind[0] == '\0';
      g_autofree char *name = g_markup_escape_text (tally->name, -1);

      if (is_person)
        g_string_append_printf (out, "<tr><td>%s</td>", name);
      else
        g_string_append_printf (out,
                                "<tr><td><em>%s</em></td>",
                                csn_export_html_get_actor_words (tally->kind));
      append_counts (out, tally);
    }
  g_string_append (out, "</tbody></table></div>\n");
}

static void
append_agents (GString *out, const CsnExportReport *report)
{
  if (report->agents->len == 0)
    return;
  g_string_append (out,
                   "<h2>What became of each agent’s requests</h2>\n<div class=\"wide\"><table>"
                   "<thead><tr><th>Agent</th><th class=\"number\">Requests</th>");
  append_decision_columns (out);
  for (guint i = 0; i < report->agents->len; i++)
    {
      const CsnExportTally *tally = g_ptr_array_index (report->agents, i);
      g_autofree char *name = g_markup_escape_text (tally->name, -1);

      g_string_append_printf (out,
                              "<tr><td>%s</td><td class=\"number\">%" G_GUINT64_FORMAT "</td>",
                              name,
                              tally->n_requests);
      append_counts (out, tally);
    }
  g_string_append (out, "</tbody></table></div>\n");
}

static int
compare_latencies (gconstpointer a, gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return one < other ? -1 : one > other;
}

static void
append_latencies (GString *out, const CsnExportReport *report)
{
  static const char *const names[] = { "A person", "Silence", "The policy and the program" };
  static const guint percents[] = { 50, 90, 95, 99, 100 };

  g_string_append (out,
                   "<h2>How long decisions took</h2>\n<p>From a request’s arrival to its decision. "
                   "“90 %” means that nine of ten decisions took at most so long.</p>\n"
                   "<div class=\"wide\"><table><thead><tr><th>Decided by</th>"
                   "<th class=\"number\">Decisions</th><th class=\"number\">Half</th>"
                   "<th class=\"number\">90 %</th><th class=\"number\">95 %</th>"
                   "<th class=\"number\">99 %</th><th class=\"number\">Longest</th></tr></thead>"
                   "<tbody>\n");
  for (gsize i = 0; i < G_N_ELEMENTS (report->latencies); i++)
    {
      GArray *latencies = report->latencies[i];

      g_array_sort (latencies, compare_latencies);
      g_string_append_printf (out,
                              "<tr><td>%s</td><td class=\"number\">%u</td>",
                              names[i],
                              latencies->len);
      for (gsize j = 0; j < G_N_ELEMENTS (percents); j++)
        {
          g_string_append (out, "<td class=\"number\">");
          if (latencies->len == 0)
            g_string_append (out, "—");
          else
            csn_export_html_append_duration (
                out,
                csn_export_report_get_percentile (latencies, percents[j]));
          g_string_append (out, "</td>");
        }
      g_string_append (out, "</tr>\n");
    }
  g_string_append (out, "</tbody></table></div>\n");
}

static void
append_list (GString *out, const CsnExportList *list, const char *columns, const char *nothing)
{
  guint n_listed = g_queue_get_length ((GQueue *) &list->rows);

  if (n_listed == 0)
    {
      g_string_append_printf (out, "<p>%s</p>\n", nothing);
      return;
    }
  if (list->n_rows > n_listed)
    g_string_append_printf (out,
                            "<p>The newest %u of %" G_GUINT64_FORMAT
                            ". All of them are in an export as CSV.</p>\n",
                            n_listed,
                            list->n_rows);
  g_string_append_printf (out,
                          "<div class=\"wide\"><table><thead><tr>%s</tr></thead><tbody>\n",
                          columns);
  for (const GList *row = list->rows.head; row != NULL; row = row->next)
    g_string_append (out, row->data);
  g_string_append (out, "</tbody></table></div>\n");
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
append_types (GString *out, const CsnExportReport *report)
{
  g_autoptr (GList) types = g_list_sort (g_hash_table_get_keys (report->types), compare_texts);

  g_string_append (out,
                   "<h2>All events by type</h2>\n<table><thead><tr><th>Type</th><th>Code</th>"
                   "<th class=\"number\">Events</th></tr></thead><tbody>\n");
  for (const GList *type = types; type != NULL; type = type->next)
    {
      g_autofree char *words = csn_export_event_get_type_words (type->data);
      const guint64 *count = g_hash_table_lookup (report->types, type->data);

      g_string_append (out, "<tr><td>");
      csn_export_html_append_text (out, words);
      g_string_append (out, "</td><td><code>");
      csn_export_html_append_text (out, type->data);
      g_string_append_printf (out,
                              "</code></td><td class=\"number\">%" G_GUINT64_FORMAT "</td></tr>\n",
                              *count);
    }
  g_string_append (out, "</tbody></table>\n");
}

static void
append_words (GString *out)
{
  g_string_append (
      out,
      "<h2>Words</h2>\n<table><tbody>\n"
      "<tr><th>Agent</th><td>A program that proposes actions.</td></tr>\n"
      "<tr><th>Request</th><td>One proposed action that waited to be judged.</td></tr>\n"
      "<tr><th>Level</th><td>Who had to look: FULL_AUTO and NOTIFY_ONLY need nobody, SOFT_APPROVAL "
      "goes ahead if nobody objects, HARD_APPROVAL needs a person, HUMAN_TAKEOVER hands the whole "
      "task to a person.</td></tr>\n"
      "<tr><th>Silence</th><td>Nobody objected in time. It is never written down as a person’s "
      "decision.</td></tr>\n"
      "<tr><th>‹U+202E› and the like</th><td>A character in a text from outside that can’t be "
      "seen, "
      "or that changes how the text around it looks, by its number.</td></tr>\n"
      "</tbody></table>\n");
}

void
csn_export_html_end (gpointer state, GString *out, const CsnExportSummary *summary)
{
  const CsnExportReport *report = state;

  g_string_append (out,
                   "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<title>Countersign audit report</title>\n<style>");
  g_string_append (out, style);
  g_string_append (out,
                   "</style>\n</head>\n<body>\n<h1>Audit report</h1>\n<p class=\"lead\">What AI "
                   "agents wanted to do, and who decided about it. All times are UTC.</p>\n");
  append_scope (out, report, summary);
  append_verification (out, summary);
  append_deciders (out, report);
  append_agents (out, report);
  append_latencies (out, report);
  g_string_append (out, "<h2>Alarms and faults</h2>\n");
  append_list (out,
               &report->alarms,
               "<th>Event</th><th>Time</th><th>What</th><th>Agent</th><th>Action</th>"
               "<th>Details</th>",
               "There are none among these events.");
  g_string_append (out, "<h2 class=\"new-page\">Decisions</h2>\n");
  append_list (out,
               &report->decisions,
               "<th>Event</th><th>Time</th><th>Decision</th><th>By</th><th>Action</th>"
               "<th>Agent</th><th>Level</th><th class=\"number\">After</th>",
               "There are no decisions among these events.");
  append_types (out, report);
  append_words (out);
  g_string_append (out,
                   "<footer>Made by Countersign " CSN_VERSION ". It supports an audit; it is not "
                   "legal advice.</footer>\n</body>\n</html>\n");
}
